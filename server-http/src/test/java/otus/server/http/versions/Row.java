package otus.server.http.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.h1.Server;
import otus.server.http.monitor.ExchangeRecord.End;

/// One exchange: a request, the handler, and the result in each version. [#inHttp1] and [#inHttp2]
/// set the differences, each with the section of the RFC.
final class Row {
  String name;
  final String method;
  final String target;
  String authority = "a";
  final List<String> headers = new ArrayList<>();
  final List<String> parts = new ArrayList<>();
  List<String> trailers = List.of();

  /// Whether the request ends after its parts.
  boolean ends = true;

  Handler handler = _ -> Response.text(Status.OK, "hello");
  HttpLimits limits = HttpLimits.defaults();

  /// Action before the request is sent.
  Consumer<Speaker> first = _ -> {};

  /// Actions after the request was sent.
  final List<BiConsumer<Server, Speaker>> actions = new ArrayList<>();

  /// Whether the response needs other threads.
  boolean threaded;

  final Expected expected = new Expected();
  private UnaryOperator<Expected> http1 = each -> each;
  private UnaryOperator<Expected> http2 = each -> each;

  private Row(String method, String target) {
    this.method = method;
    this.target = target;
    name = method + " " + target;
    expected.line = name;
  }

  static Row of(String method, String target) {
    return new Row(method, target);
  }

  static Row get(String target) {
    return new Row("GET", target);
  }

  static Row post(String... parts) {
    return new Row("POST", "/").content(parts);
  }

  Row named(String what) {
    name = what;
    return this;
  }

  Row authority(String value) {
    authority = value;
    return this;
  }

  /// Adds headers of the request, names and values in turn.
  Row with(String... fields) {
    headers.addAll(List.of(fields));
    return this;
  }

  Row content(String... contents) {
    parts.addAll(List.of(contents));
    return this;
  }

  /// Declares the length of the content.
  Row declared() {
    int length = parts.stream().mapToInt(String::length).sum();
    return with("content-length", "" + length);
  }

  Row trailers(String... fields) {
    trailers = List.of(fields);
    return this;
  }

  /// The request does not end, though its parts are sent.
  Row unfinished() {
    ends = false;
    return this;
  }

  Row by(Handler answer) {
    handler = answer;
    return this;
  }

  Row by(Answer answer) {
    return by(_ -> answer);
  }

  Row threaded() {
    threaded = true;
    return this;
  }

  Row limits(HttpLimits value) {
    limits = value;
    return this;
  }

  Row first(Consumer<Speaker> action) {
    first = action;
    return this;
  }

  Row then(BiConsumer<Server, Speaker> action) {
    actions.add(action);
    return this;
  }

  Row is(int status, String body) {
    expected.status(status, End.COMPLETE).body(body);
    return this;
  }

  /// The request is refused with an error page.
  Row isRefused(int status) {
    expected.status(status, End.REFUSED);
    return this;
  }

  /// The status in the record is another one than that of the response, or there is no response.
  Row isRecorded(int status, End end) {
    expected.recorded = status;
    expected.end = end;
    return this;
  }

  /// The stream or connection ends before the response is complete, or before it begins.
  Row begun(String body) {
    expected.status = expected.recorded;
    expected.body = body;
    expected.complete = false;
    return this;
  }

  /// Nothing of the response was received.
  Row hasNoStatus() {
    expected.status = 0;
    return this;
  }

  /// Content that waits in the output of the connection counts as sent, up to this size.
  Row holds(int bytes) {
    expected.held = bytes;
    return this;
  }

  Row header(String name, String value) {
    expected.headers.add(Received.field(name, value));
    return this;
  }

  Row interim(Integer... statuses) {
    expected.interim = List.of(statuses);
    return this;
  }

  Row trailer(String name, String value) {
    expected.trailers = List.of(Received.field(name, value));
    return this;
  }

  Row line(String line) {
    expected.line = line;
    return this;
  }

  Row inHttp1(String section, UnaryOperator<Expected> change) {
    http1 = change;
    return because(section);
  }

  Row inHttp2(String section, UnaryOperator<Expected> change) {
    http2 = change;
    return because(section);
  }

  private Row because(String section) {
    if (!section.matches("RFC 9[0-9]{3} §[0-9.]+")) {
      throw new AssertionError("not a section: " + section);
    }
    return this;
  }

  Expected expected(Version version) {
    return (version == Version.HTTP_1 ? http1 : http2).apply(expected.copy());
  }

  @Override
  public String toString() {
    return name;
  }

  boolean hasContent() {
    return !parts.isEmpty() || !trailers.isEmpty() || !ends;
  }
}
