"""Records what Linux's own terminal does with random keys, for n-tty.test.ts to compare with.

Each case: settings, keys typed, what came back as echo, and what a program's reads of `size` bytes got.
Usage, on Linux: python3 record.py SEED COUNT > recorded.jsonl
"""

import fcntl
import json
import os
import pty
import random
import sys
import termios
import time

IFLAGS = {"ICRNL": 0o400, "INLCR": 0o100, "IGNCR": 0o200, "ISTRIP": 0o40, "IMAXBEL": 0o20000}
OFLAGS = {"ONLCR": 0o4, "OCRNL": 0o10, "ONOCR": 0o20, "ONLRET": 0o40, "XTABS": 0o14000}
LFLAGS = {
    "ICANON": 0x2, "ECHO": 0x8, "ECHOE": 0x10, "ECHOK": 0x20, "ECHONL": 0x40, "ECHOCTL": 0x200,
    "ECHOKE": 0x800, "IEXTEN": 0x8000,
}
OPOST = 1
ISIG = 1
USUAL = {"ICRNL", "ONLCR", "ICANON", "ECHO", "ECHOE", "ECHOK", "ECHOCTL", "ECHOKE", "IEXTEN"}
# No signal keys: what they flush depends on how far the kernel had got with the echo.
KEYS = b"abcXYZ_09  \t\t\x7f\x7f\x7f\x15\x17\x16\x12\x04\r\n\n;\x01\x1b\x00\xc3\xa9\xe2\x82\xac\x08"


def pick(flags):
    chosen = 0
    for name, bit in flags.items():
        if (name in USUAL) != (random.random() < 0.12):
            chosen |= bit
    return chosen


def drain(fd, size):
    pieces = []
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
    while len(pieces) < 60:
        try:
            pieces.append(os.read(fd, size).hex())
        except OSError:
            break
    return pieces


def record(number):
    master, slave = pty.openpty()
    settings = termios.tcgetattr(slave)
    settings[0] = pick(IFLAGS)
    settings[1] = pick(OFLAGS) | OPOST
    settings[3] = pick(LFLAGS) | ISIG
    if number % 10 == 9:
        settings[6][termios.VERASE] = b"\x08"
    if number % 5 == 4:
        settings[6][termios.VEOL] = b";"
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    keys = bytes(random.choice(KEYS) for _ in range(random.randint(1, 40)))
    os.write(master, keys)
    time.sleep(0.02)
    size = random.choice([3, 7, 100])
    echo = "".join(drain(master, 4096))
    reads = drain(slave, size)
    os.close(master)
    os.close(slave)
    control = [c[0] if isinstance(c, bytes) else c for c in settings[6]][:19]
    return {
        "iflag": settings[0], "oflag": settings[1], "lflag": settings[3], "cc": bytes(control).hex(),
        "keys": keys.hex(), "echo": echo, "size": size, "reads": reads,
    }


random.seed(int(sys.argv[1]))
for number in range(int(sys.argv[2])):
    print(json.dumps(record(number)))
