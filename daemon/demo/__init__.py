"""The demonstration: a whole season on an embedded mail server, with made-up people and a simulated clock."""
