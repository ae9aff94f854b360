// The service's published client, unmodified but for its base URL, through every operation that the
// sandbox answers. It ends at the first call that fails; tests/vendor.rs counts what arrived.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { HighLevel } = require('@gohighlevel/api-client');

const { base, token, location, company, agency, client, secret } = JSON.parse(process.argv[2]);
HighLevel.BASE_URL = base;

const ghl = new HighLevel({ privateIntegrationToken: token, apiVersion: process.argv[3], logLevel: 'error' });
const { contacts, businesses, locations, users, workflows, campaigns } = ghl;

await contactsOneByOne();
await contactsFound();
await tagsOfContacts();
await tasks();
await notes();
await followersAndAutomations();
await businessesAndTheirPeople();
await tagsOfTheLocation();
await customFields();
await aroundTheLocation();
await refusals();
await signIn();
process.stdout.write('done\n');

async function somebody(more = {}) {
    const made = await contacts.createContact({ locationId: location, ...more });
    return made.contact.id;
}

async function contactsOneByOne() {
    const made = await contacts.createContact({
        locationId: location, firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com',
        phone: '+1 212-555-0143', gender: 'female', companyName: 'Acme', address1: '1 Main St',
        city: 'New York', state: 'NY', postalCode: '10001', country: 'US',
        website: 'https://example.com', timezone: 'America/New_York', dnd: false,
        dndSettings: { SMS: { status: 'active', message: 'asked', code: '7' } },
        inboundDndSettings: { all: { status: 'inactive', message: '' } },
        tags: ['VIP '], customFields: [], source: 'fair', dateOfBirth: '1990-09-25',
    });
    const contactId = made.contact.id;
    assert.equal(made.contact.phone, '+12125550143');
    const read = await contacts.getContact({ contactId });
    assert.deepEqual(read.contact.tags, ['vip']);
    const changed = await contacts.updateContact({ contactId }, { city: 'Boston', dnd: true });
    assert.equal(changed.contact.city, 'Boston');
    const upserted = await contacts.upsertContact({ locationId: location, email: 'jane@example.com', lastName: 'Roe' });
    assert.deepEqual([upserted.new, upserted.contact.id], [false, contactId]);
    const gone = await contacts.deleteContact({ contactId });
    assert.equal(gone.succeded, true);
}

async function contactsFound() {
    const contactId = await somebody({ firstName: 'Max', email: 'max@example.com', phone: '+12125550144' });
    const duplicate = await contacts.getDuplicateContact({ locationId: location, email: 'max@example.com', number: '+12125550144' });
    assert.equal(duplicate.contact.id, contactId);
    const nobody = await contacts.getDuplicateContact({ locationId: location, email: 'nobody@example.com' });
    assert.equal(nobody.contact, null);
    const found = await contacts.searchContactsAdvanced({
        locationId: location, pageLimit: 20,
        filters: [{ group: 'OR', filters: [{ field: 'email', operator: 'eq', value: 'max@example.com' }] }],
        sort: [{ field: 'dateAdded', direction: 'desc' }],
    });
    assert.equal(found.total, 1);
    const page = await contacts.getContacts({ locationId: location, limit: 1, query: 'max' });
    assert.equal(page.contacts[0].id, contactId);
}

async function tagsOfContacts() {
    const contactId = await somebody({ firstName: 'Tag' });
    const added = await contacts.addTags({ contactId }, { tags: ['One', 'two'] });
    assert.deepEqual(added.tags, ['one', 'two']);
    const removed = await contacts.removeTags({ contactId }, { tags: ['one'] });
    assert.deepEqual(removed.tags, ['two']);
    const body = { contacts: [contactId], tags: ['many'], locationId: location };
    const many = await contacts.createAssociation({ type: 'add' }, body);
    assert.equal(many.errorCount, 0);
    // Clients before 3.1 left the placeholder as it was.
    await refused(422, contacts.createAssociation({}, body));
}

async function tasks() {
    const contactId = await somebody({ firstName: 'Task' });
    const made = await contacts.createTask({ contactId }, {
        title: 'Call', body: 'about it', dueDate: '2026-10-25T11:00:00Z', completed: false,
    });
    const taskId = made.task.id;
    assert.equal(made.task.dueDate, '2026-10-25T11:00:00.000Z');
    assert.equal((await contacts.getAllTasks({ contactId })).tasks.length, 1);
    assert.equal((await contacts.getTask({ contactId, taskId })).task.title, 'Call');
    await contacts.updateTask({ contactId, taskId }, { title: 'Write' });
    const done = await contacts.updateTaskCompleted({ contactId, taskId }, { completed: true });
    assert.equal(done.task.completed, true);
    const found = await locations.taskSearch({ locationId: location }, { contactId: [contactId], completed: true, limit: 5, skip: 0 });
    assert.equal(found.tasks.length, 1);
    await contacts.deleteTask({ contactId, taskId });
}

async function notes() {
    const contactId = await somebody({ firstName: 'Note' });
    const made = await contacts.createNote({ contactId }, { body: 'likes tea', title: 'Tea', color: '#FFAA00', pinned: true });
    const id = made.note.id;
    assert.equal((await contacts.getAllNotes({ contactId })).notes.length, 1);
    assert.equal((await contacts.getNote({ contactId, id })).note.body, 'likes tea');
    assert.equal((await contacts.updateNote({ contactId, id }, { body: 'likes coffee' })).note.body, 'likes coffee');
    await contacts.deleteNote({ contactId, id });
}

async function followersAndAutomations() {
    const contactId = await somebody({ firstName: 'Flow' });
    const user = (await users.getUserByLocation({ locationId: location })).users[0].id;
    const followed = await contacts.addFollowersContact({ contactId }, { followers: [user] });
    assert.deepEqual(followed.followersAdded, [user]);
    const left = await contacts.removeFollowersContact({ contactId }, { followers: [user] });
    assert.deepEqual(left.followers, []);

    const listed = await campaigns.getCampaigns({ locationId: location, status: 'published' });
    const campaignId = listed.campaigns[0].id;
    await contacts.addContactToCampaign({ contactId, campaignId }, {});
    await contacts.removeContactFromCampaign({ contactId, campaignId });
    await contacts.removeContactFromEveryCampaign({ contactId });

    const workflowId = (await workflows.getWorkflow({ locationId: location })).workflows[0].id;
    const start = { eventStartTime: '2026-06-23T03:30:00+01:00' };
    await contacts.addContactToWorkflow({ contactId, workflowId }, start);
    await contacts.deleteContactFromWorkflow({ contactId, workflowId }, start);
    assert.ok(Array.isArray((await contacts.getAppointmentsForContact({ contactId })).events));
}

async function businessesAndTheirPeople() {
    const made = await businesses.createBusiness({ locationId: location, name: 'Acme', city: 'New York' });
    const businessId = made.buiseness.id;
    assert.equal((await businesses.getBusiness({ businessId })).business.name, 'Acme');
    await businesses.updateBusiness({ businessId }, { name: 'Acme & Sons' });
    const listed = await businesses.getBusinessesByLocation({ locationId: location, limit: '100', skip: '0' });
    assert.ok(listed.businesses.some((it) => it.name === 'Acme & Sons'));
    const contactId = await somebody({ firstName: 'Member' });
    const moved = await contacts.addRemoveContactFromBusiness({ locationId: location, ids: [contactId], businessId });
    assert.deepEqual(moved.ids, [contactId]);
    const members = await contacts.getContactsByBusinessId({ businessId, locationId: location, limit: '25', skip: '0' });
    assert.equal(members.count, 1);
    assert.equal((await businesses.deleteBusiness({ businessId })).success, true);
}

async function tagsOfTheLocation() {
    const made = await locations.createTag({ locationId: location }, { name: 'Warm' });
    const tagId = made.tag.id;
    assert.ok((await locations.getLocationTags({ locationId: location })).tags.some((it) => it.id === tagId));
    assert.equal((await locations.getTagById({ locationId: location, tagId })).tag.name, 'warm');
    await locations.updateTag({ locationId: location, tagId }, { name: 'hot' });
    await locations.deleteTag({ locationId: location, tagId });
}

async function customFields() {
    const made = await locations.createCustomField({ locationId: location }, {
        name: 'Shoe size', dataType: 'NUMERICAL', placeholder: '42', position: 0, model: 'contact',
    });
    const id = made.customField.id;
    assert.ok((await locations.getCustomFields({ locationId: location, model: 'contact' })).customFields.some((it) => it.id === id));
    assert.equal((await locations.getCustomField({ locationId: location, id })).customField.name, 'Shoe size');
    await locations.updateCustomField({ locationId: location, id }, { name: 'Size' });

    const forFiles = await locations.createCustomField({ locationId: location }, { name: 'Papers', dataType: 'FILE_UPLOAD' });
    const form = new FormData();
    form.append('id', forFiles.customField.id);
    form.append('maxFiles', '1');
    form.append('shoe.csv', new Blob(['size\n42\n'], { type: 'text/csv' }), 'shoe.csv');
    // Options replace the headers, the token's included.
    const headers = { 'Content-Type': 'multipart/form-data', Authorization: `Bearer ${token}` };
    const uploaded = await locations.uploadFileCustomFields({ locationId: location }, form, { headers });
    assert.equal(uploaded.meta[0].size, 8);

    await locations.deleteCustomField({ locationId: location, id });
}

async function aroundTheLocation() {
    assert.equal((await locations.getLocation({ locationId: location })).location.id, location);
    const found = await users.searchUsers({ companyId: company, locationId: location, skip: '0', limit: '25' });
    assert.ok(found.count > 0);
    assert.equal((await users.getUser({ userId: found.users[0].id })).id, found.users[0].id);
}

async function refusals() {
    await refused(400, contacts.getContact({ contactId: 'unknown' }));
    await refused(422, contacts.updateContact({ contactId: await somebody() }, { gender: 'female' }));
    const stranger = new HighLevel({ privateIntegrationToken: agency, logLevel: 'error' });
    await refused(401, stranger.contacts.getContacts({ locationId: location }));
}

/** A code from the consent page, tokens for it, a refresh, and a location's token for a company's. */
async function signIn() {
    const app = { client_id: client, client_secret: secret };
    const redirect_uri = 'http://127.0.0.1:9/callback';
    const oauth = new HighLevel({ clientId: client, clientSecret: secret, apiVersion: process.argv[3], logLevel: 'error' });
    const consent = async (where) => {
        const asked = new URL(oauth.oauth.getAuthorizationUrl(client, redirect_uri, 'contacts.readonly oauth.readonly oauth.write'));
        const page = await fetch(base + asked.pathname + asked.search);
        assert.equal(page.status, 200);
        const form = new URLSearchParams(asked.search);
        form.set('location', where);
        const answer = await fetch(`${base}/oauth/chooselocation`, { method: 'POST', body: form, redirect: 'manual' });
        return new URL(answer.headers.get('location')).searchParams.get('code');
    };
    const code = await consent('');
    const first = await oauth.oauth.getAccessToken({ ...app, grant_type: 'authorization_code', code, redirect_uri, user_type: 'Company' });
    const next = await oauth.oauth.refreshToken(first.refresh_token, client, secret, 'refresh_token', 'Company');
    const ofAgency = new HighLevel({ clientId: client, clientSecret: secret, agencyAccessToken: next.access_token, logLevel: 'error' });
    const installed = await ofAgency.oauth.getInstalledLocation({ companyId: company, appId: client.split('-')[0] });
    assert.ok(installed.count > 0);
    const own = await ofAgency.oauth.getLocationAccessToken({ companyId: company, locationId: location });
    assert.equal(own.locationId, location);
    const of = new HighLevel({ clientId: client, clientSecret: secret, locationAccessToken: own.access_token, logLevel: 'error' });
    assert.ok((await of.contacts.getContacts({ locationId: location })).contacts);
}

async function refused(status, call) {
    const error = await call.then(() => assert.fail(`no refusal with ${status}`), (error) => error);
    assert.equal(error.statusCode, status, error.message);
}
