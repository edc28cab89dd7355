package otus.server.app.planted.http.h1.codec;

import java.nio.channels.WritableByteChannel;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;

/// For: the codec is pure.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// For: the codec is pure.
interface SeesChannel {
  void write(WritableByteChannel channel);
}

/// For: the codec is pure.
interface SeesClock {
  String date(InstantSource clock);
}

/// For: nothing on a loop blocks.
final class Locks {
  void lock(Lock lock) {
    lock.lock();
  }
}
