//! How values of the trade lie in columns.
