/// Support for tests of plugins: fake requests, contexts and sources, and the reply of a handler,
/// read as the server reads it. It needs no sockets, no event loops, and no test framework.
///
/// ```java
/// HandlerProvider provider = new HelloProvider();
/// Handler hello = provider.create(FakeContext.of(provider, "greeting", "Hi"));
/// Reply reply = Reply.to(FakeRequest.get("/you?lang=en"), hello);
/// assertEquals(Status.OK, reply.status());
/// assertEquals("Hi, you!\n", reply.text());
/// ```
///
/// The server itself neither uses nor loads this package.
@NullMarked
package otus.server.api.testing;

import org.jspecify.annotations.NullMarked;
