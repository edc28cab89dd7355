package uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `uploads`.
public final class UploadsProvider implements HandlerProvider {

  @Override
  public String name() {
    return "uploads";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("to", OptionType.PATH, "directory for the files"),
        OptionSpec.of("max", OptionType.BYTES, "maximum size of a file", "100m"));
  }

  @Override
  public Handler create(ProviderContext context) {
    Path directory = context.options().path("to");
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("the option to is no directory: " + directory);
    }
    Progress progress = new Progress();
    context.onStop(progress::end);
    return new Uploads(page(), directory, context.options().bytes("max"), progress).handler();
  }

  private static String page() {
    try (InputStream in = UploadsProvider.class.getResourceAsStream("page.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
