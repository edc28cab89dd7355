package uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadContentTypeException;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.routing.Routes;

/// Stores the files of forms in a directory. A file appears there when it is complete. Any thread.
///
/// @param max the maximum size of a file in bytes
record Uploads(String page, Path directory, long max, Progress progress) {
  private static final Pattern NAME = Pattern.compile("[\\w][\\w. ()-]{0,99}");
  private static final int MAX_FILES = 100;
  private static final int STEP = 256 * 1024;

  Handler handler() {
    return Routes.builder()
        .get("/", request -> Response.of(Status.OK, "text/html; charset=utf-8", page))
        .get("/progress", request -> progress.open(request.target().query().require("id")))
        .post("/", request -> Answer.blocking(() -> store(request)))
        .build();
  }

  private Response store(Request request) throws IOException {
    String id = request.target().query().first("id");
    StringBuilder stored = new StringBuilder();
    try {
      Multipart multipart = new Multipart();
      multipart.setMaxFileSize(max);
      multipart.setMaxFileCount(MAX_FILES);
      long[] next = {0};
      multipart.setProgressListener(
          (bytes, total, items) -> {
            if (bytes >= next[0]) {
              next[0] = bytes + STEP;
              progress.send(id, bytes);
            }
          });
      FileItemInputIterator parts = multipart.getItemIterator(request);
      while (parts.hasNext()) {
        FileItemInput part = parts.next();
        if (!part.isFormField() && !part.getName().isEmpty()) {
          stored.append(store(part)).append('\n');
        }
      }
    } catch (FileUploadSizeException e) {
      throw new StatusException(Status.CONTENT_TOO_LARGE, "a file is larger than " + max);
    } catch (FileUploadContentTypeException e) {
      throw new StatusException(Status.UNSUPPORTED_MEDIA_TYPE, "send multipart/form-data");
    } catch (FileUploadException e) {
      throw new StatusException(Status.BAD_REQUEST, "invalid multipart/form-data");
    } finally {
      progress.end(id);
    }
    return Response.text(Status.CREATED, stored.toString());
  }

  private String store(FileItemInput part) throws IOException {
    String name = part.getName().replaceFirst("^.*[/\\\\]", ""); // some clients send a path
    if (!NAME.matcher(name).matches()) {
      throw new StatusException(Status.BAD_REQUEST, "this name is not allowed: " + name);
    }
    Path temporary = Files.createTempFile(directory, ".upload-", "");
    try {
      try (InputStream in = part.getInputStream();
          OutputStream out = Files.newOutputStream(temporary)) {
        in.transferTo(out);
      }
      Files.move(temporary, directory.resolve(name));
    } catch (FileAlreadyExistsException e) {
      throw new StatusException(Status.CONFLICT, "there is a file of this name: " + name);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return name;
  }
}
