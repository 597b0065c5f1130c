"""Proofs: that nothing is lost and nothing answered twice, and that what is kept is whole.

`mailbox` holds the mailbox, message for message, against the records; `soundness` looks at every archived byte and
every row; `backups` makes a copy of everything while the service runs, and brings it back.
"""
