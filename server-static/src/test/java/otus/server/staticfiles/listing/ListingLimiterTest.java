package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.staticfiles.AnswerReader;

class ListingLimiterTest {

  @Test
  void bytes_count_until_their_body_is_closed() {
    ListingLimiter limiter = new ListingLimiter(1, 100);
    Body first = limiter.body(new byte[60]);
    assertNotNull(first);
    assertEquals(60, first.length());
    assertNull(limiter.body(new byte[41]));
    Body second = limiter.body(new byte[40]);
    assertNotNull(second);
    assertEquals(100, limiter.pendingBytes());
    first.close();
    first.close();
    assertEquals(40, limiter.pendingBytes());
    second.close();
    assertEquals(0, limiter.pendingBytes());
  }

  @Test
  void single_listing_may_exceed_the_limit() {
    ListingLimiter limiter = new ListingLimiter(1, 100);
    Body large = limiter.body(new byte[1000]);
    assertNotNull(large);
    assertNull(limiter.body(new byte[1]));
    large.close();
    assertNotNull(limiter.body(new byte[1]));
  }

  @Test
  void half_of_the_memory_is_for_listings_that_are_sent() {
    ListingLimiter limiter = ListingLimiter.of(10, 200);
    assertNotNull(limiter.body(new byte[60]));
    assertNull(limiter.body(new byte[41]));
    assertNotNull(limiter.body(new byte[40]));
  }

  @Test
  void body_contains_its_bytes() {
    String text = "all work and no play\n".repeat(10_000);
    Body body = new ListingLimiter(1, 0).body(text.getBytes(StandardCharsets.ISO_8859_1));
    assertNotNull(body);
    assertEquals(text, AnswerReader.drain(new Response(Status.OK, Headers.empty(), body)));
  }

  @Test
  void wait_for_a_permit_can_be_interrupted() throws Exception {
    ListingLimiter limiter = new ListingLimiter(1, 100);
    assertTrue(limiter.enter());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, limiter::enter);
    limiter.leave();
    assertTrue(limiter.enter());
  }
}
