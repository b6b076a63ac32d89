// Only there for its precompiled header.
