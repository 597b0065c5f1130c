"""The commands, a module for those that need the same: `program` loads it when one of them is called."""
