//! What somebody else wrote between our look and our write is overwritten: the service gives no means
//! to prevent it. Where another answer happens to show it, the person hears of it and can put it back.

use rolodeck::{
    api::Search,
    model::{
        change::Change,
        fault::Trouble,
        field::{Field, Standard},
        ids::{ContactId, OpId, RemoteId},
        op::OpState,
        talk::{Order, Report},
        value::Value,
    },
    sandbox::Moment,
    store::{Progress, Ready},
};

use crate::{city, end, office::Office};

/// A colleague wrote Rome after our look and before our write of Oslo.
struct Between {
    office: Office,
    who: ContactId,
    op: OpId,
}

/// `meanwhile` happens while Rome stands there.
async fn rome_in_between(meanwhile: impl AsyncFnOnce(&mut Office)) -> Between {
    let mut office = Office::open(3).await;
    let who = office.contacts().await[0];
    let remote = office.base(who).await.remote.unwrap();
    let was = office.base(who).await.text(Standard::City).to_owned();
    let looks = office.sandbox.traffic().hold("GET/contacts/*", Moment::AfterCommit);
    let op = office.give(vec![city(who, &was, "Oslo")]).1[0];
    looks.reached(1).await;
    write(&office, &remote, "Rome").await;
    meanwhile(&mut office).await;
    looks.release();
    office.settled(&[op]).await;
    office.rest().await;
    assert_eq!(end(&office, op), OpState::Done);
    assert_eq!(office.base(who).await.text(Standard::City), "Oslo");
    Between { office, who, op }
}

async fn write(office: &Office, remote: &RemoteId, city: &str) {
    let field = (Standard::City.into(), Value::text(city));
    office.client.update_contact(remote, &[field]).await.unwrap();
}

/// What would put back what was overwritten, as told.
fn told(office: &Office) -> Vec<Change> {
    let bases = office.reports.iter().filter_map(|report| match report {
        Report::Changed { base, .. } => Some(base),
        _ => None,
    });
    bases.flat_map(|base| base.overwritten.clone()).collect()
}

#[tokio::test]
async fn what_a_pull_saw_between_look_and_write_is_told_and_can_be_put_back() {
    let pull = async |office: &mut Office| {
        office.order(Order::Pull { full: false });
        office.until(|report| matches!(report, Report::Synced(_))).await;
    };
    let Between { mut office, who, op } = rome_in_between(pull).await;
    let back = city(who, "Oslo", "Rome");
    assert_eq!(told(&office), std::slice::from_ref(&back));
    let history = office.store.read(|reader| reader.history(100)).await.unwrap();
    let noted = history.iter().find(|event| event.op == op && event.fault.is_some()).unwrap();
    let fault = noted.fault.clone().unwrap();
    assert_eq!(fault.trouble, Trouble::Conflict);
    assert!(fault.cause.contains("overwritten \"Rome\""), "{fault}");

    let op = office.make(vec![back]).await.1[0];
    assert_eq!(end(&office, op), OpState::Done);
    let served = office.served(who).await;
    assert_eq!(served.values[&Field::from(Standard::City)], Value::text("Rome"));
    assert_eq!(told(&office).len(), 1, "it is told once");
}

/// A list lags behind: what it shows after our write was there before it.
#[tokio::test]
async fn what_a_list_shows_only_later_is_told_too() {
    let mut page = None;
    let search = async |office: &mut Office| {
        page = Some(office.client.search(&Search { page_limit: 10, ..Search::default() }).await);
    };
    let Between { mut office, who, .. } = rome_in_between(search).await;
    assert_eq!(told(&office), []);
    let late = Ready::new(page.unwrap().unwrap().contacts).unwrap();
    let at = jiff::Timestamp::now();
    let base = office.store.put_contacts(late, Progress::default(), at).await.unwrap();
    assert_eq!(base.overwritten, [city(who, "Oslo", "Rome")]);
    assert_eq!(office.base(who).await.text(Standard::City), "Oslo", "the list is older");
    office.order(Order::Pull { full: true });
    office.until(|report| matches!(report, Report::Synced(_))).await;
    assert_eq!(told(&office), []);
}

/// Nobody saw it: the service keeps no history of a field.
#[tokio::test]
async fn what_no_answer_shows_cannot_be_known() {
    let Between { office, .. } = rome_in_between(async |_| {}).await;
    assert_eq!(told(&office), []);
}
