"""The only user of SQL: results that outlive the process."""
