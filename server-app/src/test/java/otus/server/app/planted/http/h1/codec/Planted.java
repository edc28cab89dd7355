package otus.server.app.planted.http.h1.codec;

import java.nio.channels.WritableByteChannel;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;

/// Breaks: the codec is pure.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// Breaks: the codec is pure.
interface SeesChannel {
  void write(WritableByteChannel channel);
}

/// Breaks: the codec is pure.
interface SeesClock {
  String date(InstantSource clock);
}

/// Breaks: code on event loops does not block.
final class Locks {
  void lock(Lock lock) {
    lock.lock();
  }
}
