import java.io.File;
import java.util.TreeSet;

import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.reasoner.OWLReasoner;

/**
 * Checks one ontology file with the OWL API and HermiT, one finding per line, tab-separated.
 *
 * <p>Usage: java -cp "jars/*" Profile.java FILE [profile] [reason]
 *
 * <p>Lines: AXIOMS n; DL text; RL text (profile violations); CONSISTENT true|false; UNSATISFIABLE iri.
 */
public final class Profile {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology =
                OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        System.out.println("AXIOMS\t" + ontology.getLogicalAxiomCount());
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("profile")) {
                report("DL", new OWL2DLProfile(), ontology);
                report("RL", new OWL2RLProfile(), ontology);
            } else {
                reason(ontology);
            }
        }
    }

    private static void report(String name, OWLProfile profile, OWLOntology ontology) {
        TreeSet<String> lines = new TreeSet<>();
        for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
            lines.add(name + "\t" + violation.toString().replaceAll("\\s+", " "));
        }
        lines.forEach(System.out::println);
    }

    private static void reason(OWLOntology ontology) {
        OWLReasoner reasoner = new ReasonerFactory().createReasoner(ontology);
        boolean consistent = reasoner.isConsistent();
        System.out.println("CONSISTENT\t" + consistent);
        if (consistent) {
            for (OWLClass unsatisfiable : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                System.out.println("UNSATISFIABLE\t" + unsatisfiable.getIRI());
            }
        }
        reasoner.dispose();
    }
}
