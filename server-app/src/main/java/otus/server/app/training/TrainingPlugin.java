package otus.server.app.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// The plugin for [Training]: this class, in a jar with a module of its own, so that the trained
/// cache includes the classes that load plugins. The module of the server does not provide it.
public final class TrainingPlugin implements HandlerProvider {
  /// Length of its response body in bytes.
  static final int LENGTH = 1_000;

  private static final String MODULE = "otus.server.training";

  @Override
  public String name() {
    return "training";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.of("length", OptionType.COUNT, "length of the answer", "" + LENGTH));
  }

  @Override
  public Handler create(ProviderContext context) {
    String text = "x".repeat(context.options().count("length"));
    return request -> Response.text(Status.OK, text);
  }

  /// Writes the jar into a directory of plugins.
  static void write(Path directory) throws IOException {
    String file = TrainingPlugin.class.getName().replace('.', '/') + ".class";
    try (InputStream in = TrainingPlugin.class.getModule().getResourceAsStream(file);
        OutputStream out = Files.newOutputStream(directory.resolve("training.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("module-info.class"));
      jar.write(descriptor());
      jar.putNextEntry(new JarEntry(file));
      in.transferTo(jar);
    }
  }

  private static byte[] descriptor() {
    ModuleDesc api = ModuleDesc.of(HandlerProvider.class.getModule().getName());
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(MODULE),
                module ->
                    module
                        .requires(ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null)
                        .requires(api, List.of(), null)
                        .provides(
                            described(HandlerProvider.class), described(TrainingPlugin.class))));
  }

  private static ClassDesc described(Class<?> type) {
    return ClassDesc.of(type.getName());
  }
}
