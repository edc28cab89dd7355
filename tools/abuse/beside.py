"""A normal client of HTTP/2 beside the attacks: one request after the other on one connection."""

import multiprocessing
import time

import frames as h2

PAUSE = 0.003


class Beside:
    def __init__(self, port, tls):
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=serve, args=(port, tls, theirs), daemon=True)
        self.process.start()

    def mark(self):
        """The times of the requests since the last mark, and the trouble if there was any."""
        self.pipe.send("mark")
        return self.pipe.recv()

    def stop(self):
        self.pipe.send("stop")
        self.process.join(10)
        self.process.kill()


def serve(port, tls, pipe):
    times, trouble, connection, stream = [], None, None, 0
    while True:
        if pipe.poll():
            if pipe.recv() == "stop":
                return
            pipe.send((times, trouble))
            times, trouble = [], None
        begin = time.monotonic()
        try:
            if connection is None:
                connection, stream = h2.Connection(port, tls), 1
            one(connection, stream)
            times.append(time.monotonic() - begin)
            if connection.goaway == 0:  # after a number of requests
                connection.close()
                connection = None
        except OSError as e:
            trouble = f"{type(e).__name__}: {e}"
            connection = None
            time.sleep(0.1)
        stream += 2
        time.sleep(PAUSE)


def one(connection, stream):
    served = connection.statuses[200]
    connection.sendall(h2.get(stream) + h2.window(0, 4096))
    connection.read(10, lambda: stream in connection.ended or connection.closed)
    connection.ended.clear()
    if connection.statuses[200] != served + 1 or connection.goaway:
        raise OSError(f"no response in 10 seconds, or not 200: {connection.outcome()}")
