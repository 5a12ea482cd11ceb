"""The kiosk's screens: PySide6 and QML. Talks to kiosk/ only."""

import os

# QML's compiler to machine code leaves rubbish on its stack, on which its garbage collector crashes (QTBUG-147153; seen
# here with 6.11.3). Read when the first QML engine is made; interpreted, our few lines of script are as quick.
os.environ.setdefault("QV4_FORCE_INTERPRETER", "1")
