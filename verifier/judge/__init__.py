"""Facts and a claim to a verdict. Pure: no network, no disk, no clock."""
