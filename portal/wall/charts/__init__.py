"""Charts drawn by the server as SVG: one file a kind of chart, each from numbers to a picture.

No script and no style attribute (the content security policy blocks both): colours come from classes of
`wall.css`, and every series has a pattern or a label of its own besides its colour (WCAG 1.4.1). The palette
is Okabe and Ito's (2008), which the three usual kinds of colour blindness tell apart. Every chart names
itself (`title`, `desc`, role `img`), and the page offers its numbers as a table.
"""
