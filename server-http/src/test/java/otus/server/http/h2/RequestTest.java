package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.Http1Factory;
import otus.server.http.h1.Server;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.request.Transport;

class RequestTest {
  private static final Handler HELLO = request -> Response.text(Status.OK, "hello");

  /// Answers with the content of the request when it is complete.
  private static final Handler ECHO =
      request -> Answer.later(read(request.body(), new StringBuilder()));

  private static CompletionStage<Response> read(ByteSource source, StringBuilder content) {
    return source
        .next()
        .thenCompose(
            chunk ->
                switch (chunk) {
                  case Chunk.Data(var bytes) -> {
                    content.append(StandardCharsets.ISO_8859_1.decode(bytes));
                    yield read(source, content);
                  }
                  case Chunk.End(Headers trailers) ->
                      CompletableFuture.completedStage(
                          Response.text(Status.OK, content + " " + trailers.first("x")));
                });
  }

  private static final String OK = "200 content-length=5 content-type=text/plain; charset=utf-8";

  @Test
  void request_is_answered_by_a_head_and_content() {
    Server server = new Server(HELLO);
    Http2Client client = Http2Client.connect(server).get(1, "/");
    assertEquals(List.of("HEADERS 1 " + OK, "DATA 1 hello end"), client.frames());
    assertEquals("GET / HTTP/2.0", server.records().getFirst().requestLine());
    assertEquals(5, server.records().getFirst().bodyBytes());
    assertEquals(End.COMPLETE, server.records().getFirst().end());
  }

  @Test
  void request_was_read_when_its_last_frame_had_arrived() {
    List<Long> times = new ArrayList<>();
    Server server =
        new Server(
            request -> {
              times.add(request.readAt());
              return Response.text(Status.OK, "");
            });
    Http2Client client = Http2Client.connect(server);
    byte[] head = Http2Client.head(1, "GET", "/", true);
    client.send(Arrays.copyOf(head, 12));
    server.settle().pass(Duration.ofNanos(1));
    client.send(Arrays.copyOfRange(head, 12, head.length)).get(3, "/");
    server.settle().pass(Duration.ofNanos(1));
    client.get(5, "/");
    server.settle();
    assertEquals(List.of(1L, 1L, 2L), times);
  }

  @Test
  void server_begins_with_settings_and_a_window() {
    Http2Client client = Http2Client.open(new Server(HELLO)).send(Http2Client.PREFACE);
    assertEquals(
        List.of("SETTINGS 3=100 4=65535 6=32768 9=1", "WINDOW_UPDATE 0 196609"), client.frames());
    assertEquals(List.of("SETTINGS ack"), client.settings().frames());
  }

  @Test
  void bytes_may_arrive_one_by_one() {
    Server server = new Server(ECHO);
    Http2Client client = Http2Client.open(server);
    client.connection.dripping();
    client.send(Http2Client.PREFACE).settings().request(1, "POST", "/", false);
    client.data(1, "a", false).data(1, "bc", true);
    List<String> frames = client.frames();
    assertEquals("DATA 1 abc null end", frames.getLast());
  }

  @Test
  @Tag("exact-transport")
  void requests_of_a_turn_are_answered_by_one_write() {
    Server server = new Server(HELLO);
    Http2Client client = Http2Client.connect(server);
    int before = client.connection.endpoint.writes;
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int i = 1; i < 100; i += 2) {
      all.writeBytes(Http2Client.head(i, "GET", "/", true));
    }
    client.send(all.toByteArray());
    assertEquals(100, client.frames().size());
    assertEquals(before + 1, client.connection.endpoint.writes);
  }

  @Test
  void head_has_no_content() {
    Http2Client client = Http2Client.connect(new Server(HELLO)).request(1, "HEAD", "/", true);
    assertEquals(List.of("HEADERS 1 " + OK + " end"), client.frames());
  }

  @Test
  void response_without_content_ends_with_its_head() {
    Server server = new Server(_ -> Response.of(Status.NO_CONTENT));
    assertEquals(List.of("HEADERS 1 204 end"), Http2Client.connect(server).get(1, "/").frames());
  }

  @Test
  void content_and_trailers_reach_the_handler() {
    Server server = new Server(ECHO);
    Http2Client client = Http2Client.connect(server).request(1, "POST", "/", false);
    client.data(1, "ab", false).data(1, "cd", false);
    assertEquals(List.of(), client.frames());
    client.headers(1, true, "x", "y");
    assertEquals("DATA 1 abcd y end", client.frames().getLast());
  }

  @Test
  void content_is_kept_until_it_is_requested() {
    CompletableFuture<Void> go = new CompletableFuture<>();
    Server server =
        new Server(
            request ->
                Answer.later(go.thenCompose(_ -> read(request.body(), new StringBuilder()))));
    Http2Client client = Http2Client.connect(server).request(1, "POST", "/", false);
    client.data(1, "ab", false).data(1, "cd", true);
    go.complete(null);
    server.settle();
    assertEquals("DATA 1 abcd null end", client.frames().getLast());
  }

  @Test
  void stream_of_unknown_length_ends_with_an_empty_frame() {
    ByteSource source = ByteSource.of(new java.io.ByteArrayInputStream("abc".getBytes()));
    Server server = new Server(_ -> new Response(Status.OK, Headers.empty(), Body.stream(source)));
    Http2Client client = Http2Client.connect(server).get(1, "/");
    List<String> frames = new ArrayList<>(client.frames());
    while (frames.size() < 3) {
      server.await(); // the source reads on another thread
      frames.addAll(client.frames());
    }
    assertEquals(List.of("HEADERS 1 200", "DATA 1 abc", "DATA 1  end"), frames);
  }

  @Test
  void client_that_expects_a_100_gets_one_when_its_content_is_needed() {
    Http2Client client = Http2Client.connect(new Server(ECHO));
    client.request(1, "POST", "/", false, "expect", "100-continue");
    assertEquals(List.of("HEADERS 1 100"), client.frames());
    client.data(1, "ab", true);
    assertEquals("DATA 1 ab null end", client.frames().getLast());
  }

  @Test
  void client_that_sends_its_content_at_once_gets_no_100() {
    CompletableFuture<Void> go = new CompletableFuture<>();
    Server server =
        new Server(
            request ->
                Answer.later(go.thenCompose(_ -> read(request.body(), new StringBuilder()))));
    Http2Client client = Http2Client.connect(server);
    client.request(1, "POST", "/", false, "expect", "100-continue").data(1, "ab", true);
    go.complete(null);
    server.settle();
    assertEquals(2, client.frames().size());
  }

  @Test
  void failed_handler_is_a_500() {
    Server server =
        new Server(
            _ -> {
              throw new IllegalStateException("planted");
            });
    assertTrue(
        Http2Client.connect(server).get(1, "/").frames().getFirst().startsWith("HEADERS 1 500"));
  }

  @Test
  void refused_request_is_answered_with_its_status() {
    Http2Client client = Http2Client.connect(new Server(HELLO));
    assertTrue(client.get(1, "/%zz").frames().getFirst().startsWith("HEADERS 1 400"));
    assertTrue(client.get(3, "/..").frames().getFirst().startsWith("HEADERS 3 400"));
    String large = "a".repeat(9000);
    assertTrue(client.get(5, "/" + large).frames().getFirst().startsWith("HEADERS 5 414"));
    assertTrue(
        client.get(7, "/", "expect", "other").frames().getFirst().startsWith("HEADERS 7 417"));
    assertEquals(List.of("HEADERS 9 " + OK, "DATA 9 hello end"), client.get(9, "/").frames());
  }

  @Test
  void malformed_request_resets_only_its_stream() {
    Http2Client client = Http2Client.connect(new Server(HELLO));
    client.get(1, "/", "Upper", "case");
    assertEquals(List.of("RST_STREAM 1 PROTOCOL_ERROR"), client.frames());
    client.get(3, "/", "connection", "close");
    assertEquals(List.of("RST_STREAM 3 PROTOCOL_ERROR"), client.frames());
    assertEquals(2, client.get(5, "/").frames().size());
  }

  @Test
  void malformed_requests_have_records_as_in_http_1() {
    Server server = new Server(ECHO);
    Http2Client client = Http2Client.connect(server);
    client.get(1, "/a", "Upper", "case").headers(3, true, ":scheme", "http");
    client.request(5, "POST", "/b", false, "content-length", "3").data(5, "ab", true);
    client.request(7, "POST", "/c", false).headers(7, true, "Upper", "case");
    client.get(9, "/" + "d".repeat(10_000));
    assertEquals(
        List.of("GET /a HTTP/2.0", "", "POST /b HTTP/2.0", "POST /c HTTP/2.0"),
        server.records().stream().limit(4).map(ExchangeRecord::requestLine).toList());
    assertEquals(1024, server.records().getLast().requestLine().length());
    assertEquals(
        List.of(400, 400, 400, 400, 414),
        server.records().stream().map(ExchangeRecord::status).toList());
    assertEquals(
        List.of(End.REFUSED),
        server.records().stream().map(each -> each.end()).distinct().toList());
  }

  @Test
  void content_over_the_limit_is_a_413() {
    RequestLimits limits = RequestLimits.defaults().withMaxBodySize(3);
    Server server = new Server(ECHO, HttpLimits.defaults().withRequests(limits));
    Http2Client client = Http2Client.connect(server);
    client.request(1, "POST", "/", false, "content-length", "4");
    assertTrue(client.frames().getFirst().startsWith("HEADERS 1 413"));
    client.request(3, "POST", "/", false).data(3, "ab", false);
    assertEquals(List.of(), client.frames());
    client.data(3, "cd", false);
    assertTrue(client.frames().getFirst().startsWith("HEADERS 3 413"));
    assertEquals(End.REFUSED, server.records().getLast().end());
  }

  @Test
  void content_of_another_length_than_declared_is_a_stream_error() {
    Server server = new Server(ECHO);
    Http2Client client = Http2Client.connect(server);
    client.request(1, "POST", "/", false, "content-length", "3").data(1, "ab", true);
    assertEquals(List.of("RST_STREAM 1 PROTOCOL_ERROR"), client.frames());
    client.request(3, "POST", "/", false, "content-length", "3").data(3, "abcd", false);
    assertEquals(List.of("RST_STREAM 3 PROTOCOL_ERROR"), client.frames());
    assertEquals(End.REFUSED, server.records().getLast().end());
  }

  @Test
  void content_after_the_response_is_discarded() {
    Server server = new Server(HELLO);
    Http2Client client = Http2Client.connect(server).request(1, "POST", "/", false);
    assertEquals(List.of("HEADERS 1 " + OK, "DATA 1 hello end"), client.frames());
    assertEquals(1, server.records().size());
    client.data(1, "ab", false).data(1, "cd", true);
    assertEquals(List.of(), client.frames());
    // The stream is closed now.
    client.data(1, "ef", true);
    assertEquals(
        List.of("GOAWAY 1 STREAM_CLOSED a frame on a stream that is closed"), client.frames());
  }

  @Test
  void large_content_after_the_response_is_refused() {
    Server server = new Server(HELLO);
    Http2Client client =
        Http2Client.connect(server).request(1, "POST", "/", false, "content-length", "300000");
    assertEquals(
        List.of("HEADERS 1 " + OK, "DATA 1 hello end", "RST_STREAM 1 NO_ERROR"), client.frames());
    client.data(1, "was under way", false);
    assertEquals(List.of(), client.frames());
  }

  @Test
  void malformed_end_of_a_discarded_request_is_a_stream_error() {
    Http2Client client = Http2Client.connect(new Server(HELLO));
    client.request(1, "POST", "/", false, "content-length", "5");
    client.frames();
    client.data(1, "ab", true);
    assertEquals(List.of("RST_STREAM 1 PROTOCOL_ERROR"), client.frames());
  }

  @Test
  void reset_cancels_the_handler() {
    List<Throwable> cancelled = new ArrayList<>();
    Server server =
        new Server(
            request -> {
              request.body().next().whenComplete((_, failure) -> cancelled.add(failure));
              return Answer.later(new CompletableFuture<>());
            });
    Http2Client client = Http2Client.connect(server).request(1, "POST", "/", false);
    client.reset(1, ErrorCode.CANCEL);
    assertEquals(1, cancelled.size());
    assertEquals(List.of(), client.frames());
    assertEquals(End.CLIENT_CLOSED, server.records().getFirst().end());
    assertEquals(2, Http2Client.connect(new Server(HELLO)).get(1, "/").frames().size());
  }

  @Test
  void broken_stream_of_a_handler_resets_its_stream() {
    ByteSource source =
        new ByteSource() {
          private boolean first = true;

          @Override
          public CompletionStage<Chunk> next() {
            boolean begins = first;
            first = false;
            return begins
                ? CompletableFuture.completedStage(
                    new Chunk.Data(java.nio.ByteBuffer.wrap("ab".getBytes())))
                : CompletableFuture.failedStage(new java.io.IOException("planted"));
          }

          @Override
          public void close() {}
        };
    Server server = new Server(_ -> new Response(Status.OK, Headers.empty(), Body.stream(source)));
    Http2Client client = Http2Client.connect(server).get(1, "/");
    assertEquals(
        List.of("HEADERS 1 200", "DATA 1 ab", "RST_STREAM 1 INTERNAL_ERROR"), client.frames());
    assertEquals(End.FAILED, server.records().getFirst().end());
  }

  @Test
  void connection_of_http1_that_begins_with_the_preface_is_one_of_http2() {
    Server server = new Server(HELLO);
    Http1Factory factory =
        new Http1Factory(
            server.context(), Transport.HTTP, new Http2Factory(server.context(), Transport.HTTP));
    Http2Client client = Http2Client.open(server, factory);
    client.send("PRI * HT").send("TP/2.0\r\n").send("\r\nSM\r\n").send("\r\n").settings();
    client.get(1, "/");
    List<String> frames = client.frames();
    assertEquals("DATA 1 hello end", frames.getLast());
    assertTrue(client.connection.isOpen());
    assertEquals(1, server.records().size());
  }

  @Test
  void preface_in_the_place_of_a_later_request_is_refused() {
    Server server = new Server(HELLO);
    Http1Factory factory =
        new Http1Factory(
            server.context(), Transport.HTTP, new Http2Factory(server.context(), Transport.HTTP));
    Http2Client client = Http2Client.open(server, factory);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").send(Http2Client.PREFACE);
    assertEquals(List.of(200, 505), client.connection.statuses());
  }

  @Test
  void closed_connection_releases_everything() {
    Server server = new Server(ECHO);
    Http2Client client = Http2Client.connect(server).request(1, "POST", "/", false);
    client.data(1, "ab", false).connection.finish();
    server.settle();
    assertFalse(client.connection.isOpen());
    assertEquals(End.CLIENT_CLOSED, server.records().getFirst().end());
    assertEquals(1, client.connection.endpoint.closedCalls);
    assertEquals(0, server.context().memory().held());
  }
}
