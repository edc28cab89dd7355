package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  @Test
  void made_ids_differ_and_have_128_bits() {
    Set<String> all = new HashSet<>();
    for (int process = 0; process < 2; process++) {
      RequestIds made = new RequestIds(new SecureRandom());
      for (int i = 0; i < 10_000; i++) {
        String id = made.get();
        assertEquals(true, id.matches("[0-9a-f]{32}"), id);
        all.add(id);
      }
    }
    assertEquals(20_000, all.size());
  }
}
