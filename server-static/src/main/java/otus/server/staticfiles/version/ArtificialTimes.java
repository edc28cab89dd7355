package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Recognises modification times that a build tool or a packager has set, and that therefore do not
/// show when a file changed: another build has the same ones. Owned by a `DocumentRoot`, shared by
/// all requests; blocks.
///
/// - Times before 1980-02-02: 0 and 1 (OSTree, Jib, Nix, Bazel), the first second that a zip
///   archive can hold, in any time zone (buildpacks, `SOURCE_DATE_EPOCH` of Nix), Gradle's
///   1980-02-01. No file that is served over HTTP was last changed so long ago.
/// - The newest time of the tree, if it is a whole second and belongs to at least four files and to
///   half of the sampled ones: tools that follow `SOURCE_DATE_EPOCH` set all later times back to
///   it. The sample covers the top of the tree: at most [#DIRECTORIES] directories and [#FILES]
///   files in each. It is renewed on demand when it is older than [#MAX_AGE].
public final class ArtificialTimes {
  private static final Instant FIRST_REAL = Instant.parse("1980-02-02T00:00:00Z");
  private static final int DIRECTORIES = 32;
  private static final int FILES = 32;
  private static final int MIN = 4;
  private static final Duration MAX_AGE = Duration.ofSeconds(10);

  /// How long other threads wait for the first sample. Without it, they treat the time as
  /// artificial.
  private static final long TIMEOUT_MILLIS = 250;

  private final Path root;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Sample sample;

  /// @param time the common time of many files, or null
  /// @param made when the sample was taken
  private record Sample(@Nullable Instant time, Instant made) {

    boolean isFresh(Instant now) {
      return !now.isBefore(made) && now.isBefore(made.plus(MAX_AGE));
    }
  }

  public ArtificialTimes(Path root) {
    this.root = root;
  }

  /// Returns whether a modification time is artificial.
  ///
  /// @throws IOException if the thread is interrupted
  public boolean contains(Instant modified, Instant now) throws IOException {
    if (isTooEarly(modified)) {
      return true;
    }
    if (modified.getNano() != 0) {
      return false;
    }
    Sample current = current(now);
    return current == null || modified.equals(current.time());
  }

  /// Returns whether a modification time is artificial, or null if the tree would have to be read
  /// for the answer. Does not block.
  public @Nullable Boolean known(Instant modified, Instant now) {
    if (isTooEarly(modified)) {
      return true;
    }
    if (modified.getNano() != 0) {
      return false;
    }
    Sample known = sample;
    return known != null && known.isFresh(now) ? modified.equals(known.time()) : null;
  }

  /// Returns whether a time is before all times at which files that are served were changed.
  public static boolean isTooEarly(Instant modified) {
    return modified.isBefore(FIRST_REAL);
  }

  /// Returns a fresh sample; or the last one while another thread takes one; or null if the first
  /// one takes too long.
  private @Nullable Sample current(Instant now) throws IOException {
    Sample known = sample;
    if (known != null && known.isFresh(now)) {
      return known;
    }
    if (!(known == null ? awaitFirstSample() : lock.tryLock())) {
      return sample;
    }
    try {
      Sample made = sample;
      if (made == null || !made.isFresh(now)) {
        made = new Sample(newestCommonTime(), now);
        sample = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitFirstSample() throws IOException {
    try {
      return lock.tryLock(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private @Nullable Instant newestCommonTime() {
    List<Instant> times = new ArrayList<>();
    Deque<Path> directories = new ArrayDeque<>(List.of(root));
    for (int i = 0; i < DIRECTORIES && !directories.isEmpty(); i++) {
      collect(directories.remove(), times, directories);
    }
    return newestCommonTime(times);
  }

  /// Returns the newest time if it is that of many files, or null.
  public static @Nullable Instant newestCommonTime(List<Instant> times) {
    if (times.isEmpty()) {
      return null;
    }
    Instant newest = Collections.max(times);
    int count = Collections.frequency(times, newest);
    return newest.getNano() == 0 && count >= MIN && 2 * count >= times.size() ? newest : null;
  }

  /// Adds the times of the files in a directory, and its subdirectories. Hidden names, such as
  /// `.git`, are not part of the site.
  private static void collect(Path directory, List<Instant> times, Deque<Path> directories) {
    int files = 0;
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path name : names) {
        if (name.getFileName().toString().startsWith(".")) {
          continue;
        }
        BasicFileAttributes seen =
            Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (seen.isDirectory() && directories.size() < DIRECTORIES) {
          directories.add(name);
        } else if (seen.isRegularFile()) {
          times.add(seen.lastModifiedTime().toInstant());
          files++;
        }
        if (files == FILES) {
          return;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Unreadable entries are not part of the sample.
    }
  }
}
