package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.testing.FakeRequest;

/// Random changes of a site between random requests: each answer is the same as that of a handler
/// without a cache. Run more rounds with `-Dotus.rounds=100000`, others with `-Dotus.seed=…`.
class FreshnessTest extends SiteTest {
  private static final int ROUNDS = Integer.getInteger("otus.rounds", 1_000);
  private static final long SEED = Long.getLong("otus.seed", 1);

  private static final List<String> SMALL =
      List.of(
          "plain.bin",
          "page.html",
          "page.html.gz",
          "page.html.br",
          "d1/index.html",
          "d1/index.htm",
          "d1/x.txt",
          "d2/index.htm",
          "d2/x.txt",
          "d2/x.txt.gz",
          "about",
          "about.html",
          "404.html",
          "app.html",
          "list/one.txt",
          "list/two.txt");
  private static final List<String> LARGE = List.of("large.bin", "large.txt", "large.txt.gz");
  private static final List<String> LINKS = List.of("link.txt", "page.html.zst", "dir");
  private static final List<String> TARGETS =
      List.of("plain.bin", "page.html", "large.bin", "d1", "d2", "d1/x.txt", "nowhere");
  private static final List<String> PATHS =
      List.of(
          "/plain.bin",
          "/page.html",
          "/page",
          "/large.bin",
          "/large.txt",
          "/link.txt",
          "/dir/",
          "/dir/x.txt",
          "/d1/",
          "/d1/x.txt",
          "/d2/",
          "/d2/x.txt",
          "/about",
          "/about.html",
          "/missing.txt",
          "/route",
          "/list/",
          "/404.html",
          "/app.html",
          "/page.html.gz");

  private final Random random = new Random(SEED);
  private final Map<String, String> tags = new HashMap<>();
  private final List<String> done = new ArrayList<>();
  private Handler reference;
  private int version;

  @Test
  void no_answer_is_older_than_its_request() throws Exception {
    String[] options = {
      "cache-file-bytes", "40", "index", "index.html,index.htm", "clean-urls", "on",
      "spa", "app.html", "not-found", "404.html", "listing", "true"
    };
    List<String> uncached = new ArrayList<>(List.of(options));
    uncached.addAll(List.of("cache-bytes", "0", "cache-files", "0"));
    reference = handler(uncached.toArray(String[]::new));
    handler(options);
    for (String name : SMALL) {
      create(name);
    }
    for (String name : LARGE) {
      create(name);
    }
    for (int round = 0; round < ROUNDS; round++) {
      change();
      for (int i = random.nextInt(4); i >= 0; i--) {
        compare();
      }
      if (done.size() > 50) {
        done.subList(0, 40).clear();
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String text(String name) {
    String text = name + " v" + version++ % 10_000 + ";";
    return LARGE.contains(name) ? text + "x".repeat(60) : text;
  }

  private void create(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text(name));
  }

  private void change() throws IOException {
    // A large file that was changed just now is opened a clock tick later, which takes time.
    String name = random.nextInt(20) == 0 ? any(LARGE) : any(SMALL);
    Path file = root.resolve(name);
    int kind = random.nextInt(11);
    done.add(kind + " " + name);
    switch (kind) {
      case 0 -> remove(file);
      case 1 -> {
        if (Files.isRegularFile(file)) {
          Files.writeString(file, text(name).substring(0, 5), StandardOpenOption.TRUNCATE_EXISTING);
        }
      }
      case 2 -> {
        if (Files.isRegularFile(file)) {
          Files.writeString(file, "+" + version++, StandardOpenOption.APPEND);
        }
      }
      case 3 -> link();
      case 4 -> swapDirectories();
      case 5 -> rewriteWithTheSameTime(file, name);
      case 6 -> {
        remove(file);
        Files.createDirectories(file);
      }
      case 7, 8 -> {
        Path next = root.resolve(".next");
        Files.writeString(next, text(name));
        if (Files.isDirectory(file)) {
          remove(file);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      }
      default -> {
        if (Files.isDirectory(file)) {
          remove(file);
        }
        Files.writeString(file, text(name));
      }
    }
  }

  private static void remove(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      try (Stream<Path> names = Files.list(file)) {
        for (Path name : names.toList()) {
          remove(name);
        }
      }
    }
    Files.deleteIfExists(file);
  }

  private void link() throws IOException {
    String name = any(LINKS);
    String target = any(TARGETS);
    done.add(name + " -> " + target);
    Path next = root.resolve(".next");
    Files.createSymbolicLink(next, Path.of(target));
    Files.move(next, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void swapDirectories() throws IOException {
    Path away = root.resolve(".away");
    Files.move(root.resolve("d1"), away);
    Files.move(root.resolve("d2"), root.resolve("d1"));
    Files.move(away, root.resolve("d2"));
  }

  private void rewriteWithTheSameTime(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    FileTime time = Files.getLastModifiedTime(file);
    String before = Files.readString(file);
    Files.writeString(
        file, text(name).replace('v', 'w').concat(before).substring(0, before.length()));
    Files.setLastModifiedTime(file, time);
  }

  private void compare() throws Exception {
    String path = any(PATHS);
    List<String> fields = new ArrayList<>();
    switch (random.nextInt(6)) {
      case 0 -> fields.addAll(List.of("Accept-Encoding", "gzip"));
      case 1 -> fields.addAll(List.of("Accept-Encoding", "br, zstd, gzip"));
      case 2 -> fields.addAll(List.of("Range", "bytes=1-20"));
      case 3 -> fields.addAll(List.of("Accept", "text/html"));
      case 4 -> fields.addAll(List.of("If-None-Match", tags.getOrDefault(path, "\"none\"")));
      default -> {}
    }
    Headers headers = Headers.of(fields.toArray(String[]::new));
    Method method = random.nextInt(8) == 0 ? Method.HEAD : Method.GET;
    clock.advance(Duration.between(clock.instant(), Instant.now()));
    String is = text(handle(FakeRequest.of(method, path).withHeaders(headers)), path);
    String should = text(reference.handle(FakeRequest.of(method, path).withHeaders(headers)), null);
    assertEquals(should, is, () -> "seed " + SEED + ": " + path + fields + " after " + done);
  }

  /// @param path the path whose tag is kept for a later condition, or null
  private String text(Answer answer, @Nullable String path) throws Exception {
    if (!(AnswerReader.settle(answer) instanceof Response response)) {
      return "404";
    }
    Headers headers = response.headers();
    String tag = headers.first("ETag");
    if (path != null && tag != null) {
      tags.put(path, tag);
    }
    return response.status().code()
        + " "
        + tag
        + " "
        + headers.first("Content-Encoding")
        + " "
        + headers.first("Content-Range")
        + " "
        + headers.first("Location")
        + "\n"
        + AnswerReader.drain(response);
  }
}
