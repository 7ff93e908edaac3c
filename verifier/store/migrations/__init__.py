"""The migrations: how the tables of `schema` came to be, one file a step. `migrate` runs them."""
