package otus.server.staticfiles.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.api.fields.EntityTag;
import otus.server.api.fields.PercentEncoding;
import otus.server.staticfiles.conditional.Preconditions;
import otus.server.staticfiles.conditional.Representation;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.pool.LookupPool;

/// Answers with a directory as an archive; the option `archive`. Owned by the listings of a
/// handler, which call it on virtual threads.
///
/// The directory is read twice: [TreeReader] plans the archive before the response begins, so a
/// directory that exceeds a limit gets an error instead of half an archive; [ArchiveStream] opens
/// the files as the client takes them.
public final class Archives {
  private static final long TIMEOUT_SECONDS = 5;

  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "5");

  private final ServedDirectories directories;
  private final List<ArchiveFormat> formats;
  private final ArchiveLimits limits;
  private final Semaphore permits;
  private final Semaphore planning = new Semaphore(ArchiveLimits.PLANS, true);
  private final Semaphore running;
  private final AtomicLong memory = new AtomicLong();

  /// @param permits limits the parts of archives and the listings that are made at once
  public Archives(
      ServedDirectories directories,
      List<ArchiveFormat> formats,
      ArchiveLimits limits,
      Semaphore permits) {
    this.directories = directories;
    this.formats = List.copyOf(formats);
    this.limits = limits;
    this.permits = permits;
    this.running = new Semaphore(limits.running());
  }

  /// Returns the names of the formats in a query.
  public List<String> words() {
    return formats.stream().map(format -> format.word).toList();
  }

  /// Returns the format of this name, or null if this handler makes no such archives.
  public @Nullable ArchiveFormat format(@Nullable String word) {
    return ArchiveFormat.named(formats, word);
  }

  /// Answers a `GET` or `HEAD` for a directory; passes if it does not exist.
  ///
  /// @param lookups reads directories and files
  /// @throws InterruptedException if the request was cancelled
  public Answer answer(
      Request request, List<Path> directory, ArchiveFormat format, LookupPool lookups)
      throws Exception {
    String name = directory.isEmpty() ? "files" : directory.getLast().toString();
    UrlPath target = request.target().path();
    if (!planning.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      return BUSY;
    }
    Planned planned;
    try {
      planned =
          lookups.call(
              target,
              () ->
                  new Planned(
                      new TreeReader(directories, limits, request).read(directory, name + '/')));
    } catch (AccessDeniedException e) {
      return Response.of(Status.FORBIDDEN);
    } finally {
      planning.release();
    }
    if (planned == null) {
      return BUSY;
    }
    ArchivePlan plan = planned.plan();
    return plan == null ? Answer.pass() : response(request, name, plan, format, lookups);
  }

  /// @param plan the plan, or null if the directory does not exist
  private record Planned(@Nullable ArchivePlan plan) {}

  private Response response(
      Request request, String name, ArchivePlan plan, ArchiveFormat format, LookupPool lookups)
      throws IOException {
    request.explanation().because("--archive sends the directory as " + format.word);
    EntityTag tag = plan.tag(format);
    Headers validators = Headers.of("ETag", tag.toString(), "Cache-Control", "no-cache");
    Representation current = new Representation(0, tag, null, false, false, false);
    return switch (new Preconditions(request.headers(), current, Instant.EPOCH).outcome()) {
      case FAILED -> Response.of(Status.PRECONDITION_FAILED);
      case NOT_MODIFIED -> new Response(Status.NOT_MODIFIED, validators, Body.empty());
      case PROCEED -> {
        Body body = body(request.target().path(), plan, format, lookups);
        yield body == null ? BUSY : new Response(Status.OK, all(validators, name, format), body);
      }
    };
  }

  private static Headers all(Headers validators, String name, ArchiveFormat format) {
    return validators
        .with("Content-Type", format.mediaType)
        .with("X-Content-Type-Options", "nosniff")
        .with("Accept-Ranges", "none")
        .with("Content-Disposition", disposition(name + '.' + format.word));
  }

  /// RFC 6266 §4.3 and appendix D: the name in ASCII for old clients, and exactly.
  static String disposition(String name) {
    StringBuilder ascii = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean safe = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
      ascii.append(safe ? c : '_');
    }
    return "attachment; filename=\""
        + ascii
        + '"'
        + (name.contentEquals(ascii)
            ? ""
            : "; filename*=UTF-8''" + PercentEncoding.component(name));
  }

  /// Returns the body, or null if too many archives are being sent.
  private @Nullable Body body(
      UrlPath target, ArchivePlan plan, ArchiveFormat format, LookupPool lookups)
      throws IOException {
    if (!running.tryAcquire()) {
      return null;
    }
    if (memory.addAndGet(plan.memory()) > limits.sendingMemory()) {
      release(plan);
      return null;
    }
    boolean made = false;
    try {
      Path root = directories.root().path();
      var stream =
          new ArchiveStream(
              lookups,
              permits,
              target,
              directories.root().walkers(),
              root,
              plan,
              format,
              limits.bytes());
      Body body = Body.onClose(Body.stream(ByteSource.of(stream)), () -> release(plan));
      made = true;
      return body;
    } finally {
      if (!made) {
        release(plan);
      }
    }
  }

  private void release(ArchivePlan plan) {
    memory.addAndGet(-plan.memory());
    running.release();
  }
}
