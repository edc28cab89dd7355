package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.Gate;
import otus.server.app.filters.TestFilter;
import otus.server.app.filters.WorkerPool;

class AuthTest {
  private static final AuthProvider AUTH = new AuthProvider();
  private static final Response OK = Response.of(Status.OK);

  @TempDir Path directory;

  private final List<TestFilter> made = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("users");
    write(0, line("ann", "se:cret"), line("Jürgen", "grün"));
  }

  @AfterEach
  void close() {
    made.forEach(TestFilter::close);
  }

  private static String line(String user, String password) {
    byte[] salt = new byte[16];
    return user + ":" + OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, 4);
  }

  /// Writes the file with a modification time, relative to the start of the test's clock.
  private void write(int millis, String... lines) throws Exception {
    Files.write(file, List.of(lines));
    Instant begin = Instant.parse("2025-12-31T00:00:00Z");
    Files.setLastModifiedTime(file, FileTime.from(begin.plusMillis(millis)));
  }

  private TestFilter filter(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("file=" + file);
    TestFilter filter = TestFilter.filter(AUTH, options.toArray(String[]::new));
    made.add(filter);
    return filter;
  }

  private static FilterRequest request(String credentials, Charset charset) {
    byte[] octets = credentials.getBytes(charset);
    return FilterRequest.get(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(octets));
  }

  private static FilterRequest request(String credentials) {
    return request(credentials, StandardCharsets.UTF_8);
  }

  private static int status(TestFilter filter, String credentials) throws Exception {
    return filter.answer(request(credentials), OK).status().code();
  }

  @Test
  void request_without_credentials_is_challenged() throws Exception {
    Response response = filter("realm=The vault").answer(FilterRequest.get(), OK);
    assertEquals(401, response.status().code());
    assertEquals(
        Headers.of("WWW-Authenticate", "Basic realm=\"The vault\", charset=\"UTF-8\""),
        response.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann:se:cret", "Jürgen:grün"})
  void valid_credentials_pass(String credentials) throws Exception {
    assertSame(OK, filter().answer(request(credentials), OK));
  }

  @Test
  void request_has_the_name_of_the_user_also_from_the_cache() throws Exception {
    TestFilter filter = filter();
    for (int i = 0; i < 2; i++) {
      FilterRequest request = request("Jürgen:grün");
      filter.answer(request, OK);
      assertEquals("Jürgen", request.attributes().get(Attributes.USER));
    }
    FilterRequest refused = request("ann:wrong");
    filter.answer(refused, OK);
    assertNull(refused.attributes().get(Attributes.USER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann:se:cre",
        "ann:",
        "ann",
        ":",
        "Ann:se:cret",
        "bob:se:cret",
        "ann:grün",
        "ann:se:cret\0",
        "ann:se:cret\n",
        "ann\t:se:cret"
      })
  void invalid_credentials_are_challenged(String credentials) throws Exception {
    assertEquals(401, status(filter(), credentials));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic %%%",
        "Basic YW5uOnNlOmNyZXQ=x",
        "Bearer YW5uOnNlOmNyZXQ=",
        "BasicYW5uOnNlOmNyZXQ="
      })
  void other_schemes_are_challenged(String field) throws Exception {
    assertEquals(
        401, filter().answer(FilterRequest.get("Authorization", field), OK).status().code());
  }

  @Test
  void scheme_is_case_insensitive_and_two_fields_are_challenged() throws Exception {
    String token = " YW5uOnNlOmNyZXQ=";
    assertSame(OK, filter().answer(FilterRequest.get("Authorization", "bASIC" + token), OK));
    FilterRequest twice =
        FilterRequest.get("Authorization", "Basic" + token, "Authorization", "Basic" + token);
    assertEquals(401, filter().answer(twice, OK).status().code());
  }

  @Test
  void other_charsets_than_utf_8_are_not_guessed() throws Exception {
    FilterRequest latin = request("Jürgen:grün", StandardCharsets.ISO_8859_1);
    assertEquals(401, filter().answer(latin, OK).status().code());
  }

  @Test
  void valid_credentials_are_cached_for_a_while() throws Exception {
    TestFilter filter = filter("remember=1m");
    FilterRequest ann = request("ann:se:cret");
    assertInstanceOf(Answer.Later.class, settled(filter, ann));
    assertSame(OK, settled(filter, ann));
    assertInstanceOf(Answer.Later.class, settled(filter, request("ann:wrong")));
    assertEquals(
        401,
        assertInstanceOf(Response.class, settled(filter, request("ann:wrong"))).status().code());
    filter.pass(60_001);
    filter.answer(FilterRequest.get(), OK); // causes a check of the file
    assertInstanceOf(Answer.Later.class, settled(filter, ann));
    assertSame(OK, settled(filter, ann));
    filter.pass(-120_000);
    filter.answer(FilterRequest.get(), OK);
    assertInstanceOf(Answer.Later.class, settled(filter, ann), "a clock set back");
  }

  @Test
  void active_user_is_not_checked_again_while_the_file_is_unchanged() throws Exception {
    TestFilter filter = filter("remember=1m");
    FilterRequest ann = request("ann:se:cret");
    filter.answer(ann, OK);
    for (int i = 0; i < 30; i++) {
      filter.pass(50_000);
      filter.answer(FilterRequest.get(), OK); // causes a check of the file
      assertSame(OK, filter.begin(ann, _ -> OK), "no queue in which to wait behind others");
    }
    write(1, line("ann", "changed"));
    filter.pass(50_000);
    assertEquals(401, status(filter, "ann:se:cret"));
  }

  /// Follows the filter's answer to its response and returns the first answer.
  private static Answer settled(TestFilter filter, FilterRequest request) throws Exception {
    Answer answer = filter.begin(request, _ -> OK);
    TestFilter.settle(answer);
    return answer;
  }

  @Test
  void concurrent_requests_with_the_same_credentials_share_one_check() throws Exception {
    TestFilter filter = filter();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(filter.begin(request("ann:se:cret"), _ -> OK));
    }
    for (Answer answer : answers) {
      assertSame(OK, TestFilter.settle(answer));
    }
  }

  @Test
  void requests_beyond_the_queue_get_503() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    WorkerPool workers = new WorkerPool("test", 1, 1);
    try {
      assertTrue(workers.execute(() -> Gate.await(gate)));
      assertTrue(workers.execute(() -> {}));
      CredentialCache users = new CredentialCache(Htpasswd.parse(Files.readAllBytes(file)), 1000);
      var verdict =
          users.verify("key", 0, Credentials.of(request("ann:se:cret").headers()), workers, 0);
      assertEquals(CredentialCache.Verdict.BUSY, verdict.toCompletableFuture().getNow(null));
    } finally {
      gate.countDown();
      workers.close();
    }
  }

  @Test
  void new_file_applies_after_a_second_to_cached_users() throws Exception {
    TestFilter filter = filter();
    assertEquals(200, status(filter, "ann:se:cret"));
    write(1, line("ann", "changed"));
    assertEquals(200, status(filter, "ann:se:cret"));
    filter.pass(1000);
    assertEquals(401, status(filter, "ann:se:cret"));
    assertEquals(200, status(filter, "ann:changed"));
    write(2);
    filter.pass(1000);
    assertEquals(401, status(filter, "ann:changed"));
  }

  @Test
  void invalid_or_missing_file_keeps_the_last_valid_one() throws Exception {
    TestFilter filter = filter();
    write(1, "bob:secret");
    filter.pass(1000);
    assertEquals(200, status(filter, "ann:se:cret"));
    Files.delete(file);
    filter.pass(1000);
    assertEquals(200, status(filter, "ann:se:cret"));
    write(2, line("bob", "b"));
    filter.pass(1000);
    assertEquals(401, status(filter, "ann:se:cret"));
    assertEquals(200, status(filter, "bob:b"));
  }

  @Test
  void change_within_the_resolution_of_file_times_is_detected() throws Exception {
    int now = 24 * 60 * 60 * 1000; // when the clock of the filter begins
    write(now, line("ann", "a"));
    TestFilter filter = filter();
    assertEquals(200, status(filter, "ann:a"));
    write(now, line("ann", "b"));
    filter.pass(1000);
    assertEquals(401, status(filter, "ann:a"));
  }

  @Test
  void invalid_file_at_the_start_is_a_usage_error() throws Exception {
    write(0, line("ann", "a"), "bob:$apr1$x$y");
    assertEquals(
        "the file " + file + ", line 2: the hash is not bcrypt: create it with htpasswd -B",
        TestFilter.usageError(AUTH, "file=" + file));
    assertEquals(
        "the file " + directory + " cannot be read",
        TestFilter.usageError(AUTH, "file=" + directory));
    assertEquals("the file /no/such cannot be read", TestFilter.usageError(AUTH, "file=/no/such"));
    assertEquals(
        "the option realm must not contain \", \\ or non-ASCII characters: 'a\"b'",
        TestFilter.usageError(AUTH, "file=" + file, "realm=a\"b"));
  }

  @Test
  void credentials_have_no_readable_text() {
    String text = String.valueOf(Credentials.of(request("ann:se:cret").headers()));
    assertEquals("Credentials", text);
  }

  /// A thread that could not be started once locked its user out: all later requests waited for it.
  @Test
  void failed_start_of_a_check_does_not_lock_the_user_out() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    int[] failures = {2};
    ThreadFactory factory =
        work -> {
          if (failures[0]-- > 0) {
            throw new OutOfMemoryError("unable to create native thread: planted");
          }
          return new Thread(work);
        };
    try (WorkerPool fileWorkers = new WorkerPool("test-file", 1, 1);
        WorkerPool workers = new WorkerPool("test", 1, 8, factory)) {
      PasswordFile users = new PasswordFile(file, Duration.ofMinutes(5), () -> now);
      BasicAuth filter = new BasicAuth(users, fileWorkers, workers, () -> now, "r");
      for (int status : new int[] {503, 503, 200, 200}) {
        Answer answer = filter.filter(request("ann:se:cret"), _ -> OK);
        assertEquals(status, TestFilter.settle(answer).status().code());
      }
    }
  }
}
