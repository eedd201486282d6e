"""The hall's voice as files: clips made by espeak-ng or recorded by the hall, packed for its displays.

``texts``    what each clip says, from the message catalogues
``wav``      reading and writing WAV files, told by their content
``sound``    samples: silence, loudness, other rates
``making``   clips through the program espeak-ng
``pack``     many clips as one file
``made``     the packs that were made here, on disk
"""
