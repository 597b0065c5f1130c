"""What is a message, what does its sender want, and may it be answered?  PURE.

deciding   the order of the questions, and the decision with its reason
own        what tells our letters, our people and our codes
naming     what this conference calls itself and its papers, read as what the rooms call them
mailboxes  what people call a mailbox, read in the same way
references which papers and letters of ours it names
pasted     whether base64 in its text was sent by anybody
missing    what it lacks where it brings no paper
machines   what tells that a program sent it: headers and addresses (RFC 3834), then
           autoreplies  answering machines by their wording
           absences     out-of-office notices by theirs
           mailings     devices, systems, bills and circulars by theirs
           sellers      who has something to sell by theirs
           journals     the software of journals and of other conferences by theirs
           frauds       who is after money or passwords by theirs
weighing   many small signs of a program, where none says it alone
senders    who From names: a person, an office, a service
notices    what is for whoever reads it, asked of mail that asks and promises nothing
voices     the other half of both questions: does somebody speak, and of what is ours?
signs      what a sign is, and the wording that several of them share
wishes     what people want done with a paper of theirs, by their words; so do, for the rest,
           questions    what they ask
           enclosures   what was meant to be in their mail
           consents     what they agree to and confirm
           vetting      what a school says of papers that it was to vet
           courtesies   what says nothing: greetings, thanks, signatures
prose      a text cut into sentences and phrases, folded, for the rooms that match words
commands   what the secretariat decides, line by line
authenticity   how far From is believed
reception  when the mailbox's own server took the message
"""

from daemon.intake.deciding import decide
from daemon.intake.naming import Naming
from daemon.intake.own import Own
from daemon.intake.pasted import sent
from daemon.intake.references import codes

__all__ = ["Naming", "Own", "codes", "decide", "sent"]
