package uploads;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;
import otus.server.api.Request;

/// Commons FileUpload for requests of this server. It reads part by part, and keeps none. Blocks.
final class Multipart extends AbstractFileUpload<Request, DiskFileItem, DiskFileItemFactory> {

  /// A request as the library reads it.
  private record Context(Request request, InputStream getInputStream) implements RequestContext {
    @Override
    public String getCharacterEncoding() {
      return "UTF-8";
    }

    @Override
    public long getContentLength() {
      String length = request.headers().first("Content-Length");
      return length == null ? -1 : Long.parseLong(length);
    }

    @Override
    public String getContentType() {
      return request.headers().first("Content-Type");
    }

    @Override
    public boolean isMultipartRelated() {
      return false;
    }
  }

  @Override
  public FileItemInputIterator getItemIterator(Request request) throws IOException {
    return getItemIterator(new Context(request, request.body().asInputStream()));
  }

  @Override
  public Map<String, List<DiskFileItem>> parseParameterMap(Request request) {
    throw new UnsupportedOperationException("it would store the parts by itself");
  }

  @Override
  public List<DiskFileItem> parseRequest(Request request) {
    throw new UnsupportedOperationException("it would store the parts by itself");
  }
}
