"""The text of papers and letters as people read it.  PURE.

vietnamese  folding, words, phrases
legacy      TCVN3 and VNI: recognised and converted
lines       a document as lines in one encoding
names       names of people
references  character references of markup
titleblock  title and authors
"""
