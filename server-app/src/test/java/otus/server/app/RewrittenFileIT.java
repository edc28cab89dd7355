package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file is rewritten in place while clients fetch it. Each complete response is exactly one
/// version: its bytes match its entity tag. All other responses are visibly aborted.
@Timeout(120)
class RewrittenFileIT extends ImageTests {
  private static final int CLIENTS = 3;
  private static final int FETCHES = 60;

  /// The number of fetches between two versions of the file.
  private static final int EVERY = 3;

  private enum Way {
    SAME_SIZE,
    GROW,
    SHRINK,
    TRUNCATE
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_SIZE, 100000", "GROW, 100000", "SHRINK, 100000", "TRUNCATE, 100000",
    "SAME_SIZE, 2000000", "GROW, 2000000", "SHRINK, 2000000", "TRUNCATE, 2000000",
    "SAME_SIZE, 20000", "TRUNCATE, 20000"
  })
  void complete_responses_have_the_bytes_of_their_tag(Way way, int size) throws Exception {
    Path file = site.resolve("file.bin");
    write(file, way, 0, size);
    Semaphore fetched = new Semaphore(0);
    try (Image.Started server = start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      URI url = server.url().resolve("file.bin");
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> fetch(url, fetched)));
      }
      byte[] last = {};
      for (int version = 1; version <= CLIENTS * FETCHES / EVERY; version++) {
        fetched.acquire(EVERY);
        last = write(file, way, version, size);
      }
      int strong = 0;
      for (Future<Integer> client : clients) {
        strong += client.get();
      }
      assertTrue(strong > 0);
      // A small file stays fresh for a second, even if it has just been truncated.
      byte[] body = whole(url).body();
      while (!Arrays.equals(last, body)) {
        body = whole(url).body();
      }
    }
  }

  private static byte[] write(Path file, Way way, int version, int size) throws IOException {
    int length =
        switch (way) {
          case SAME_SIZE, TRUNCATE -> size;
          case GROW -> size + 1000 * version;
          case SHRINK -> size - size / 100 * version;
        };
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ('0' + version % 64));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (way == Way.TRUNCATE) {
        channel.truncate(0);
      }
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.truncate(length);
    }
    return bytes;
  }

  /// Fetches the file repeatedly and checks each complete response with a strong tag.
  ///
  /// @return the number of such responses
  private static int fetch(URI url, Semaphore fetched) throws Exception {
    int strong = 0;
    for (int i = 0; i < FETCHES; i++) {
      try {
        HttpResponse<byte[]> response = whole(url);
        assertEquals(200, response.statusCode());
        String tag = response.headers().firstValue("ETag").orElseThrow();
        if (!tag.startsWith("W/")) {
          strong++;
          assertEquals(tag(response.body()), tag);
        }
      } catch (IOException e) {
        continue; // aborted, because the file changed while it was sent
      } finally {
        fetched.release();
      }
    }
    return strong;
  }

  private static HttpResponse<byte[]> whole(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    }
  }

  private static String tag(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return '"'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16))
        + '"';
  }
}
