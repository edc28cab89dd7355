/// Support for tests of HTTP clients: a server in the process of the test, which records requests
/// and gives scripted answers, such as slow, throttled or broken ones.
///
/// ```java
/// try (TestServer server = TestServer.start()) {
///   server.enqueue(ScriptedAnswer.of(Status.SERVICE_UNAVAILABLE), ScriptedAnswer.text("hello"));
///   assertEquals("hello", new MyClient(server.uri()).getWithRetry("/a"));
///   assertEquals("GET /a", server.takeRequest().toString());
/// }
/// ```
///
/// It may use all packages of this module that are exported, and `exchange`; no other package uses
/// it. Tests of handlers need no server: see [otus.server.api.testing]. Start with `TestServer`.
@NullMarked
package otus.server.http.testing;

import org.jspecify.annotations.NullMarked;
