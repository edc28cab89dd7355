package objects;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `objects`.
public final class ObjectsProvider implements HandlerProvider {

  @Override
  public String name() {
    return "objects";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("endpoint", OptionType.TEXT, "URL of the store, without the bucket"),
        OptionSpec.required("bucket", OptionType.TEXT, "name of the bucket"),
        OptionSpec.required("credentials", OptionType.PATH, "file like ~/.aws/credentials"),
        OptionSpec.of("region", OptionType.TEXT, "region of the bucket", "us-east-1"),
        OptionSpec.of("prefix", OptionType.TEXT, "prefix of all keys, such as site/", ""),
        OptionSpec.of("index", OptionType.TEXT, "object of paths with a slash", "index.html"),
        OptionSpec.of("listing", OptionType.FLAG, "list the keys below a path", "false"),
        OptionSpec.of("connections", OptionType.COUNT, "connections to the store", "64"),
        OptionSpec.of("timeout", OptionType.DURATION, "wait for the store, and its parts", "10s"));
  }

  @Override
  public Handler create(ProviderContext context) {
    OptionValues options = context.options();
    Properties credentials = credentials(options.path("credentials"));
    Signer signer =
        new Signer(
            value(credentials, "aws_access_key_id"),
            value(credentials, "aws_secret_access_key"),
            options.text("region"),
            context.clock());
    if (options.count("connections") < 1) {
      throw new IllegalArgumentException("the option connections is at least 1");
    }
    URI endpoint = URI.create(options.text("endpoint"));
    if (endpoint.getHost() == null || !List.of("http", "https").contains(endpoint.getScheme())) {
      throw new IllegalArgumentException("the option endpoint is a URL with http or https");
    }
    Store store =
        new Store(
            endpoint,
            options.text("bucket"),
            signer,
            options.duration("timeout"),
            options.count("connections"));
    return new ObjectsHandler(
        store, options.text("prefix"), options.text("index"), options.flag("listing"));
  }

  /// Reads a file of properties; the section of a file of AWS is like a property without value.
  private static Properties credentials(Path file) {
    Properties credentials = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      credentials.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the credentials: " + e.getMessage(), e);
    }
    return credentials;
  }

  private static String value(Properties credentials, String name) {
    String value = credentials.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("the file of credentials lacks " + name);
    }
    return value.strip();
  }
}
