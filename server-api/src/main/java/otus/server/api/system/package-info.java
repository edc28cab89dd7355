/// What the server itself lends to its bundled handlers: calls of the system that the JDK lacks.
/// Exported to them alone, so it may change in any version. Interfaces only; their implementations
/// are services.
@NullMarked
package otus.server.api.system;

import org.jspecify.annotations.NullMarked;
