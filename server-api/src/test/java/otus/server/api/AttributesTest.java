package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import otus.server.api.testing.FakeRequest;

class AttributesTest {
  private static final Attributes.Key<Integer> COUNT = Attributes.key("count", Integer.class);

  private final Attributes attributes = new Attributes();

  @Test
  void get_returns_null_for_what_was_not_set() {
    attributes.set(Attributes.USER, "owl");
    assertNull(attributes.get(COUNT));
  }

  @Test
  void get_returns_the_last_value_of_each_key() {
    attributes.set(Attributes.USER, "owl");
    attributes.set(COUNT, 1);
    attributes.set(Attributes.USER, "eagle");
    assertEquals("eagle", attributes.get(Attributes.USER));
    assertEquals(1, attributes.get(COUNT));
  }

  @Test
  void keys_of_equal_names_are_different() {
    attributes.set(COUNT, 1);
    assertNull(attributes.get(Attributes.key("count", Integer.class)));
    assertEquals("count", COUNT.toString());
  }

  @Test
  void changed_requests_share_the_attributes() {
    Request request = FakeRequest.get("/");
    Request changed = request.withHeaders(Headers.empty()).withTarget(request.target());
    assertSame(request.attributes(), changed.attributes());
    assertSame(request.local(), changed.local());
  }
}
