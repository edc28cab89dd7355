package hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Handler;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

class HelloTest {

  @ParameterizedTest
  @CsvSource({"/, 'Hi, world!'", "/you, 'Hi, you!'", "/J%C3%BCrgen/x, 'Hi, Jürgen!'"})
  void handler_greets_the_first_segment(String target, String greeting) throws Exception {
    HelloProvider provider = new HelloProvider();
    Handler hello = provider.create(FakeContext.of(provider, "greeting", "Hi"));
    assertEquals(greeting + "\n", Reply.to(FakeRequest.get(target), hello).text());
  }
}
