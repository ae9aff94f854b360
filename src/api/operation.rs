//! Every operation of the service that rolodeck knows, as one table: where it is, what it costs
//! to repeat it, and the scope that it needs (contract 2 and 6).

/// The HTTP method.
use reqwest::Method;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Put,
    Delete,
}

impl Verb {
    pub(super) const fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Delete => Method::DELETE,
        }
    }
}

/// What a second sending does when nobody knows whether the first arrived. The service has no
/// idempotency keys (Q38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing: it only reads.
    Reads,
    /// The same again: repeating is harmless.
    Settles,
    /// May make a second one: look for the first before sending again.
    Creates,
    /// May run a second time, and cannot be looked for: never again unasked.
    Runs,
}

// The schemas of bulk calls and of single tags and fields name no scope (5.1, 13), and the list of
// scopes leaves out searches, upserts and more (5.1, 22): theirs are those of their neighbours.
macro_rules! operations {
    ($($name:ident $verb:ident $path:literal $repeat:ident $scope:literal),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation { $($name),* }

        impl Operation {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            const fn row(self) -> (Verb, &'static str, Repeat, &'static str) {
                match self {
                    $(Self::$name => (Verb::$verb, $path, Repeat::$repeat, $scope)),*
                }
            }
        }
    };
}

operations! {
    CreateContact       Post   "/contacts/"                                      Creates "contacts.write",
    UpsertContact       Post   "/contacts/upsert"                                Creates "contacts.write",
    GetContact          Get    "/contacts/{contactId}"                           Reads   "contacts.readonly",
    UpdateContact       Put    "/contacts/{contactId}"                           Settles "contacts.write",
    DeleteContact       Delete "/contacts/{contactId}"                           Settles "contacts.write",
    ListContacts        Get    "/contacts/"                                      Reads   "contacts.readonly",
    SearchContacts      Post   "/contacts/search"                                Reads   "contacts.readonly",
    FindDuplicate       Get    "/contacts/search/duplicate"                      Reads   "contacts.readonly",
    ContactsOfBusiness  Get    "/contacts/business/{businessId}"                 Reads   "contacts.readonly",
    AddTags             Post   "/contacts/{contactId}/tags"                      Settles "contacts.write",
    RemoveTags          Delete "/contacts/{contactId}/tags"                      Settles "contacts.write",
    BulkTags            Post   "/contacts/bulk/tags/update/{type}"               Settles "contacts.write",
    BulkBusiness        Post   "/contacts/bulk/business"                         Settles "contacts.write",
    ListNotes           Get    "/contacts/{contactId}/notes"                     Reads   "contacts.readonly",
    CreateNote          Post   "/contacts/{contactId}/notes"                     Creates "contacts.write",
    GetNote             Get    "/contacts/{contactId}/notes/{id}"                Reads   "contacts.readonly",
    UpdateNote          Put    "/contacts/{contactId}/notes/{id}"                Settles "contacts.write",
    DeleteNote          Delete "/contacts/{contactId}/notes/{id}"                Settles "contacts.write",
    ListTasks           Get    "/contacts/{contactId}/tasks"                     Reads   "contacts.readonly",
    CreateTask          Post   "/contacts/{contactId}/tasks"                     Creates "contacts.write",
    GetTask             Get    "/contacts/{contactId}/tasks/{taskId}"            Reads   "contacts.readonly",
    UpdateTask          Put    "/contacts/{contactId}/tasks/{taskId}"            Settles "contacts.write",
    DeleteTask          Delete "/contacts/{contactId}/tasks/{taskId}"            Settles "contacts.write",
    CompleteTask        Put    "/contacts/{contactId}/tasks/{taskId}/completed"  Settles "contacts.write",
    ListAppointments    Get    "/contacts/{contactId}/appointments"              Reads   "contacts.readonly",
    AddFollowers        Post   "/contacts/{contactId}/followers"                 Settles "contacts.write",
    RemoveFollowers     Delete "/contacts/{contactId}/followers"                 Settles "contacts.write",
    AddToCampaign       Post   "/contacts/{contactId}/campaigns/{campaignId}"    Runs    "contacts.write",
    LeaveCampaign       Delete "/contacts/{contactId}/campaigns/{campaignId}"    Settles "contacts.write",
    LeaveAllCampaigns   Delete "/contacts/{contactId}/campaigns/removeAll"       Settles "contacts.write",
    AddToWorkflow       Post   "/contacts/{contactId}/workflow/{workflowId}"     Runs    "contacts.write",
    LeaveWorkflow       Delete "/contacts/{contactId}/workflow/{workflowId}"     Settles "contacts.write",

    GetLocation         Get    "/locations/{locationId}"                         Reads   "locations.readonly",
    SearchTasks         Post   "/locations/{locationId}/tasks/search"            Reads   "locations/tasks.readonly",
    ListLocationTags    Get    "/locations/{locationId}/tags"                    Reads   "locations/tags.readonly",
    CreateLocationTag   Post   "/locations/{locationId}/tags"                    Creates "locations/tags.write",
    GetLocationTag      Get    "/locations/{locationId}/tags/{tagId}"            Reads   "locations/tags.readonly",
    UpdateLocationTag   Put    "/locations/{locationId}/tags/{tagId}"            Settles "locations/tags.write",
    DeleteLocationTag   Delete "/locations/{locationId}/tags/{tagId}"            Settles "locations/tags.write",
    ListCustomFields    Get    "/locations/{locationId}/customFields"            Reads   "locations/customFields.readonly",
    CreateCustomField   Post   "/locations/{locationId}/customFields"            Creates "locations/customFields.write",
    GetCustomField      Get    "/locations/{locationId}/customFields/{id}"       Reads   "locations/customFields.readonly",
    UpdateCustomField   Put    "/locations/{locationId}/customFields/{id}"       Settles "locations/customFields.write",
    DeleteCustomField   Delete "/locations/{locationId}/customFields/{id}"       Settles "locations/customFields.write",

    ListBusinesses      Get    "/businesses/"                                    Reads   "businesses.readonly",
    CreateBusiness      Post   "/businesses/"                                    Creates "businesses.write",
    GetBusiness         Get    "/businesses/{businessId}"                        Reads   "businesses.readonly",
    UpdateBusiness      Put    "/businesses/{businessId}"                        Settles "businesses.write",
    DeleteBusiness      Delete "/businesses/{businessId}"                        Settles "businesses.write",

    ListUsers           Get    "/users/"                                         Reads   "users.readonly",
    GetUser             Get    "/users/{userId}"                                 Reads   "users.readonly",
    SearchUsers         Get    "/users/search"                                   Reads   "users.readonly",
    ListWorkflows       Get    "/workflows/"                                     Reads   "workflows.readonly",
    ListCampaigns       Get    "/campaigns/"                                     Reads   "campaigns.readonly",

    GrantToken          Post   "/oauth/token"                                    Runs    "",
    GrantLocationToken  Post   "/oauth/locationToken"                            Settles "oauth.write",
    InstalledLocations  Get    "/oauth/installedLocations"                       Reads   "oauth.readonly",
}

/// Places in a path that name no record of their own.
const NO_RECORDS: [&str; 2] = ["{locationId}", "{type}"];

impl Operation {
    pub const fn verb(self) -> Verb {
        self.row().0
    }

    /// With `{…}` where an id belongs; safe to log.
    pub const fn path(self) -> &'static str {
        self.row().1
    }

    pub const fn repeat(self) -> Repeat {
        self.row().2
    }

    /// The scope that a token needs for it (contract 1.7); none where no token is needed.
    pub fn scope(self) -> Option<&'static str> {
        Some(self.row().3).filter(|scope| !scope.is_empty())
    }

    pub const fn reads(self) -> bool {
        matches!(self.repeat(), Repeat::Reads)
    }

    /// Whether it is about a record that may have been deleted meanwhile.
    pub fn has_target(self) -> bool {
        let names_record = |part: &str| part.starts_with('{') && !NO_RECORDS.contains(&part);
        self.path().split('/').any(names_record)
    }
}
