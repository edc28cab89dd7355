"""The folder that is served: files that stay as they are, and files somebody meddles with."""

import os
import random
import shutil

SIZES = (0, 1, 100, 4096, 16383, 16384, 65535, 65536, 65537, 300_000, 1 << 20, 6 << 20)
HUGE = 256 << 20


class Site:
    """Made below `folder`: `root` is to be served at /, `gone` at /gone."""

    def __init__(self, folder):
        self.root, self.gone = folder / "root", folder / "gone"
        self.still = {}  # path -> bytes
        for name in ("still", "moving", "few", "many"):
            (self.root / name).mkdir(parents=True)
        for number, size in enumerate(SIZES):
            self._still(f"/still/{number}.bin", random.Random(number).randbytes(size))
        for number, lines in enumerate((3, 300, 20_000)):
            text = "".join(f"file {number}, line {line}\n" for line in range(lines))
            self._still(f"/still/{number}.txt", text.encode())
        for number in range(5):
            self._still(f"/few/{number}.txt", b"%d" % number)
        for number in range(1500):
            (self.root / "many" / f"{number}.txt").touch()
        with open(self.root / "huge.bin", "wb") as huge:
            huge.truncate(HUGE)
        os.mkfifo(self.root / "pipe")
        os.mkfifo(self.root / "still" / "0.txt.gz")
        self.gone.mkdir()
        (self.gone / "file.txt").write_text("here again\n")
        self.meddle(random.Random(0))

    def _still(self, path, content):
        file = self.root / path[1:]
        file.write_bytes(content)
        os.utime(file, (1_700_000_000, 1_700_000_000 + len(self.still)))
        self.still[path] = content

    def meddle(self, rng):
        """Changes each of the moving files once, in the ways files change under a server."""
        moving = self.root / "moving"
        # Replaced: each version is one letter, so that a mixture of two shows.
        for name in ("small.txt", "large.txt"):
            most = 8_000 if name == "small.txt" else 2_000_000
            fresh = moving / f".{name}"
            fresh.write_bytes(bytes([rng.choice(b"abcdefgh")]) * rng.randrange(1, most))
            os.replace(fresh, moving / name)
        # Shrunk and grown in place: what is in it is NUL, and nothing else may come.
        with open(moving / "size.bin", "ab") as size:
            size.truncate(rng.choice((0, 10, 60_000, 70_000, 3 << 20, 9 << 20)))
        # Gone, and there again, or a folder, or a link.
        shifty = moving / "shifty.txt"
        if shifty.is_dir() and not shifty.is_symlink():
            shifty.rmdir()
        else:
            shifty.unlink(missing_ok=True)
        match rng.randrange(4):
            case 0:
                shifty.write_bytes(b"x" * 100_000)
            case 1:
                shifty.mkdir()
            case 2:
                shifty.symlink_to(rng.choice(("small.txt", "shifty.txt", "/etc/passwd", "../pipe")))
        away = self.gone.with_name("away")
        if rng.randrange(3) == 0 and self.gone.exists():
            self.gone.rename(away)
        elif away.exists():
            away.rename(self.gone)

    def settle(self):
        """Brings the second root back."""
        away = self.gone.with_name("away")
        if away.exists():
            away.rename(self.gone)

    def remove(self):
        shutil.rmtree(self.root.parent)
