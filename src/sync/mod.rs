//! Plans, pulls and pushes: what carries changes to the service and news back.
