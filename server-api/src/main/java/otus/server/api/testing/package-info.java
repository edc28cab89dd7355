/// For the tests of plugins: a request, a context and a source that a test makes, and the reply of
/// a handler, read as the server would read it. No sockets, no loops, no test framework.
///
/// ```java
/// HandlerProvider provider = new HelloProvider();
/// Handler hello = provider.create(FakeContext.of(provider, "greeting", "Hi"));
/// Reply reply = Reply.to(FakeRequest.get("/you?lang=en"), hello);
/// assertEquals(Status.OK, reply.status());
/// assertEquals("Hi, you!\n", reply.text());
/// ```
///
/// A server does not use it, and does not load it.
@NullMarked
package otus.server.api.testing;

import org.jspecify.annotations.NullMarked;
