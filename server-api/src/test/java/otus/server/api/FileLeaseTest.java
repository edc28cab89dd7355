package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeaseTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void createFile() throws IOException {
    file = Files.writeString(directory.resolve("f"), "0123456789");
  }

  private OpenFile open() throws IOException {
    return OpenFile.of(FileChannel.open(file), 10, Instant.EPOCH);
  }

  @Test
  void lease_has_the_attributes_of_its_file() throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        OpenFile lease = OpenFile.of(channel, 10, Instant.MAX);
        OpenFile shared = lease.share()) {
      for (OpenFile each : List.of(lease, shared)) {
        assertSame(channel, each.channel());
        assertEquals(10, each.size());
        assertEquals(Instant.MAX, each.lastModified());
      }
    }
  }

  @Test
  void negative_size_and_null_time_are_rejected() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      assertThrows(IllegalArgumentException.class, () -> OpenFile.of(channel, -1, Instant.EPOCH));
      assertThrows(NullPointerException.class, () -> OpenFile.of(channel, 0, null));
      assertTrue(channel.isOpen());
    }
  }

  @Test
  void last_lease_closes_the_file_in_any_order() throws IOException {
    for (int last = 0; last < 3; last++) {
      OpenFile first = open();
      List<OpenFile> leases = new ArrayList<>(List.of(first, first.share(), first.share()));
      FileChannel channel = first.channel();
      OpenFile kept = leases.remove(last);
      leases.forEach(OpenFile::close);
      assertTrue(channel.isOpen());
      assertEquals(10, channel.read(ByteBuffer.allocate(20), 0));
      kept.close();
      assertFalse(channel.isOpen());
    }
  }

  @Test
  void repeated_close_does_not_close_other_leases() throws IOException {
    OpenFile first = open();
    OpenFile second = first.share();
    first.close();
    first.close();
    assertTrue(second.channel().isOpen());
    second.close();
    assertFalse(second.channel().isOpen());
    second.close();
  }

  @Test
  void closed_lease_rejects_share_while_others_are_open() throws IOException {
    OpenFile first = open();
    OpenFile second = first.share();
    first.close();
    assertThrows(IllegalStateException.class, first::share);
    second.share().close();
    second.close();
    assertThrows(IllegalStateException.class, second::share);
    assertFalse(second.channel().isOpen());
  }

  @Test
  void concurrent_share_and_close_neither_lose_nor_leak_the_file() throws Exception {
    int threads = 16;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 200; round++) {
        OpenFile first = open();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          boolean closesFirst = i == threads / 2;
          all.add(pool.submit(task(start, first, closesFirst)));
        }
        start.countDown();
        for (Future<?> each : all) {
          each.get();
        }
        assertFalse(first.channel().isOpen(), "round " + round);
      }
    }
    assertEquals(0, openDescriptors());
  }

  /// Creates a task that shares a lease while another thread closes it: either the share is
  /// rejected, or the file stays open until the new lease is closed.
  private static Callable<Void> task(CountDownLatch start, OpenFile first, boolean closesFirst) {
    return () -> {
      start.await();
      for (int i = 0; i < 50; i++) {
        OpenFile mine;
        try {
          mine = first.share();
        } catch (IllegalStateException e) {
          return null;
        }
        OpenFile more = mine.share();
        mine.close();
        assertEquals(1, more.channel().read(ByteBuffer.allocate(1), i % 10));
        if (closesFirst && i == 25) {
          first.close();
        }
        more.close();
      }
      return null;
    };
  }

  private long openDescriptors() throws IOException {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no list of descriptors on this system");
    Path real = file.toRealPath();
    long count = 0;
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path each : all) {
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(real)) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void leases_share_the_check_for_changes() throws IOException {
    AtomicInteger checks = new AtomicInteger();
    try (OpenFile first =
            OpenFile.of(
                FileChannel.open(file), 10, Instant.EPOCH, () -> checks.incrementAndGet() < 3);
        OpenFile second = first.share();
        OpenFile unchecked = open()) {
      assertTrue(first.isUnchanged());
      assertTrue(second.isUnchanged());
      assertFalse(first.isUnchanged());
      assertTrue(unchecked.isUnchanged());
    }
  }
}
