package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The metrics of the handler for static files.
class CacheMetricsTest extends SiteTest {

  @Test
  void hits_and_misses_are_counted() throws Exception {
    write("a.txt", "hello");
    assertEquals("200 hello", outcome("/a.txt"));
    assertEquals(1, metric("cache_misses_total"));
    assertEquals(0, metric("cache_hits_total"));
    assertEquals(1, metric("cache_entries"));
    assertTrue(metric("cache_bytes") > 5);
    assertEquals("200 hello", outcome("/a.txt"));
    assertEquals("404", outcome("/missing"));
    assertEquals(2, metric("cache_misses_total"));
    assertEquals(1, metric("cache_hits_total"));
    assertEquals(0, metric("lookups_queued"));
    assertEquals(2, metric("lookups_total"));
  }

  @Test
  void evictions_are_counted() throws Exception {
    handler("cache-entries", "2");
    for (int i = 0; i < 5; i++) {
      write(i + ".txt", "hello");
      assertEquals("200 hello", outcome("/" + i + ".txt"));
    }
    assertEquals(3, metric("cache_evictions_total"));
    assertEquals(2, metric("cache_entries"));
  }
}
