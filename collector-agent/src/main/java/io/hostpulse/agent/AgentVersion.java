package io.hostpulse.agent;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class AgentVersion implements IVersionProvider {

    static String ofThisBuild() {
        String version = CollectorAgent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Hostpulse collector agent " + ofThisBuild()};
    }
}
