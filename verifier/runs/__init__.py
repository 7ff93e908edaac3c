"""The shell: one use case each, made of pure calls with the network, the disk and the store around."""
