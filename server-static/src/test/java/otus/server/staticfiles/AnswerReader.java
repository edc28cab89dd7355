package otus.server.staticfiles;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Response;

/// Handles answers as the server does: waits for their responses, reads bodies, and closes them.
public final class AnswerReader {

  private AnswerReader() {}

  /// Returns the response or pass in which an answer results.
  public static Answer settle(Answer answer) throws Exception {
    return switch (answer) {
      case Response response -> response;
      case Answer.Pass pass -> pass;
      case Answer.Later(var stage, var then) ->
          settle(then.apply(settle(stage.toCompletableFuture().get())));
      case Answer.Blocking(var work, var then) -> settle(then.apply(settle(work.call())));
    };
  }

  /// Returns the body of a response as ISO 8859-1, and closes it.
  public static String drain(Response response) {
    try (Body body = response.body()) {
      return new String(bytes(body), StandardCharsets.ISO_8859_1);
    }
  }

  /// Returns the paths and texts of a body that is a zip archive, as `path=text`, and closes it.
  public static List<String> unzip(Response response) throws IOException {
    var all = new ByteArrayOutputStream();
    try (Body body = response.body()) {
      Body whole = body instanceof Body.Sequence sequence ? sequence.parts().getFirst() : body;
      ByteSource source = ((Body.Stream) whole).source();
      while (source.next().toCompletableFuture().join() instanceof Chunk.Data(var chunk)) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        all.writeBytes(bytes);
      }
    }
    List<String> entries = new ArrayList<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(all.toByteArray()))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        entries.add(entry.getName() + '=' + new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static byte[] bytes(Body body) {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(body.length()));
    collect(body, all);
    return all.array();
  }

  private static void collect(Body body, ByteBuffer into) {
    switch (body) {
      case Body.Empty empty -> {}
      case Body.Bytes(ByteBuffer bytes) -> into.put(bytes.duplicate());
      case Body.FileRegion(var file, long offset, long length) -> {
        ByteBuffer part = into.slice(into.position(), (int) length);
        try {
          while (part.hasRemaining()) {
            if (file.channel().read(part, offset + part.position()) <= 0) {
              throw new IllegalStateException("the file is shorter than it was");
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        into.position(into.position() + (int) length);
      }
      case Body.Sequence(var parts) -> parts.forEach(part -> collect(part, into));
      case Body.Stream(var source, long length) -> {
        while (source.next().toCompletableFuture().join() instanceof Chunk.Data(var bytes)) {
          into.put(bytes);
        }
      }
    }
  }
}
