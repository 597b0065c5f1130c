"""The text of papers and letters as people read it.  PURE.

vietnamese  folding, words, phrases
legacy      TCVN3 and VNI: recognised and converted
lines       a document as lines in one encoding
names       names of people
titleblock  title and authors
counts      numbers in words, and how many papers words speak of
sending     what words say that a mail brings; parts: what goes with a paper and is none
dates       dates of mail, zones as readers know them
shape       what a text is by its shape; legible: whether there is any; squeezed: for comparing it with its pages
references  character references of markup
"""
