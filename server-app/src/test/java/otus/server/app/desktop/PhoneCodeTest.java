package otus.server.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhoneCodeTest {

  @Test
  void address_that_others_reach_is_drawn() {
    List<String> lines =
        PhoneCode.text(List.of("http://127.0.0.1:80/", "http://192.0.2.1:8080/")).lines().toList();
    assertEquals("  http://192.0.2.1:8080/", lines.getLast());
    // Version 2 has 25 modules; with the border, 29 in 15 lines, of which the last has one row.
    assertEquals(16, lines.size());
    assertEquals("  " + "█".repeat(29), lines.getFirst());
    assertEquals("  " + "▀".repeat(29), lines.get(14));
    assertTrue(lines.get(1).startsWith("  ██ ▄▄▄▄▄ █"), lines.get(1)); // the corner of a finder
  }

  @Test
  void loopback_address_has_no_code() {
    assertEquals(
        "--qr: no other device reaches this server; use --bind 0.0.0.0 to allow others\n",
        PhoneCode.text(List.of("http://127.0.0.1:80/", "unix:/a")));
  }
}
