"""What is a message, what does its sender want, and may it be answered?  PURE.

deciding   the order of the questions, and the decision with its reason
machines   what tells that a program sent it (RFC 3834 and habits of real systems)
wishes     what people want, by their words
commands   what the secretariat decides, line by line
authenticity   how far From is believed
reception  when the mailbox's own server took the message
"""

from daemon.intake.deciding import Own, codes, decide

__all__ = ["Own", "codes", "decide"]
