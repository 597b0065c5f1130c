"""What holds files: zip, 7z, tar, OLE compound files, and documents that lie unpacked in an archive.

archives   bytes of an archive ─▶ the files inside, within limits; nested archives once more
zips, tars   the two kinds read by the standard library
packages     parts of a document among them ─▶ the document
ole        a compound file ([MS-CFB]), as .doc, winmail.dat and encrypted .docx are
"""
