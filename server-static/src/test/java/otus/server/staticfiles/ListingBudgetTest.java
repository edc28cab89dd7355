package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Body;
import otus.server.api.Chunk;

class ListingBudgetTest {

  @Test
  void bytes_count_until_their_body_is_closed() {
    ListingBudget budget = new ListingBudget(1, 100);
    Body first = budget.body(new byte[60]);
    assertNotNull(first);
    assertEquals(60, first.length());
    assertNull(budget.body(new byte[41]));
    Body second = budget.body(new byte[40]);
    assertNotNull(second);
    assertEquals(100, budget.waiting());
    first.close();
    first.close();
    assertEquals(40, budget.waiting());
    second.close();
    assertEquals(0, budget.waiting());
  }

  @Test
  void one_listing_may_always_wait() {
    ListingBudget budget = new ListingBudget(1, 100);
    Body large = budget.body(new byte[1000]);
    assertNotNull(large);
    assertNull(budget.body(new byte[1]));
    large.close();
    assertNotNull(budget.body(new byte[1]));
  }

  @Test
  void a_body_gives_its_bytes_in_pieces_and_then_ends() throws Exception {
    byte[] bytes = new byte[150_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    try (Body body = new ListingBudget(1, 0).body(bytes)) {
      Body.Stream stream = assertInstanceOf(Body.Stream.class, body);
      List<Integer> lengths = new ArrayList<>();
      int at = 0;
      while (stream.source().next().toCompletableFuture().get() instanceof Chunk.Data(var data)) {
        lengths.add(data.remaining());
        while (data.hasRemaining()) {
          assertEquals(bytes[at++], data.get());
        }
      }
      assertEquals(List.of(65_536, 65_536, 18_928), lengths);
      assertEquals(Chunk.end(), stream.source().next().toCompletableFuture().get());
    }
  }

  @Test
  void whoever_waits_for_a_turn_can_be_interrupted() throws Exception {
    ListingBudget budget = new ListingBudget(1, 100);
    assertTrue(budget.enter());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, budget::enter);
    budget.leave();
    assertTrue(budget.enter());
  }
}
