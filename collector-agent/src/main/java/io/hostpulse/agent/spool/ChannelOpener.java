package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens the spool's files. */
@FunctionalInterface
interface ChannelOpener {

    ChannelOpener ON_DISK = Files::newByteChannel;

    SeekableByteChannel open(Path file, OpenOption... options) throws IOException;
}
