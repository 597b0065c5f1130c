"""LibreOffice, outside the process: .docx, .doc, .odt, .rtf → PDF or .docx, and whether its pages can be believed.

office        one warm LibreOffice: deadlines, restarts, proofs
process       one worker and the frames spoken with it
sandbox       where it runs: without network, nothing in sight but the document
unit          where its own unit of systemd starts
worker        the script inside, run by the system's Python, which has LibreOffice's `uno`
fontcoverage  whether the font that stands in covers Vietnamese
"""

from daemon.render.office import WORKER, Description, LibreOffice, Limits, NoRenderer

__all__ = ["WORKER", "Description", "LibreOffice", "Limits", "NoRenderer"]
