package otus.server.app.chain;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.fields.Tokens;

/// Gives each request an id, outside of all filters: as an attribute, and as the header
/// `X-Request-Id` of the request and of its response. An id from a client is kept only if a trusted
/// proxy has sent the request; so clients can neither forge the ids of others nor write text of
/// their choice into logs. Any thread.
public final class RequestIds implements Handler {
  private static final String NAME = "X-Request-Id";
  private static final int MAX_LENGTH = 128;

  private final Handler next;
  private final Supplier<String> ids;

  /// @param ids makes ids
  RequestIds(Handler next, Supplier<String> ids) {
    this.next = next;
    this.ids = ids;
  }

  /// Returns a handler that gives requests ids before it passes them on.
  public static Handler before(Handler next) {
    return new RequestIds(next, new Ids(new SecureRandom()));
  }

  @Override
  public Answer handle(Request request) throws Exception {
    Headers headers = request.headers();
    String sent = headers.first(NAME);
    boolean kept = sent != null && request.attributes().get(Attributes.PROXY) != null && isId(sent);
    String id = sent != null && kept ? sent : ids.get();
    request.attributes().set(Attributes.REQUEST_ID, id);
    return next.handle(kept ? request : request.withHeaders(headers.with(NAME, id)))
        .map(response -> response.withHeader(NAME, id));
  }

  private static boolean isId(String id) {
    return id.length() <= MAX_LENGTH && Tokens.isToken(id);
  }

  /// Makes ids of 128 bits in hexadecimal. Two secret numbers keep those of different processes
  /// apart, a counter those of one process: the mixing function is a bijection, so no id repeats.
  static final class Ids implements Supplier<String> {
    /// The odd constant of `java.util.SplittableRandom`, whose multiples are all different.
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final long high;
    private final long low;
    private final AtomicLong count = new AtomicLong();

    Ids(SecureRandom random) {
      high = random.nextLong();
      low = random.nextLong();
    }

    @Override
    public String get() {
      long step = count.getAndIncrement() * STEP;
      return hex(mix(high + step)) + hex(mix(low ^ step));
    }

    private static String hex(long value) {
      String hex = Long.toHexString(value);
      return "0".repeat(16 - hex.length()) + hex;
    }

    /// The finalizer of MurmurHash3 in the variant of David Stafford, as in `SplittableRandom`.
    private static long mix(long value) {
      long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
      return mixed ^ (mixed >>> 31);
    }
  }
}
