"""Plausible words in bulk: names, jobs, titles, and texts of the length people write."""

import random
from dataclasses import dataclass

from apps.core.normalise import normalise
from apps.demo.scale.copying import escaped

FIRST = """
Camille Julien Nadia Yannick Sophie Karim Audrey Cécile Pascale Bruno Anaïs Denis Lionel Sabrina
Florent Ophélie Émile Wassim Justine Raphaël Mireille Tom Mathieu Corinne Jérôme Sandra Kevin
Fatima Michel Laetitia Dylan Hélène Nicolas Assia Emma Gilles Carole Mamadou Teddy Aude Véronique
Gaëlle Sonia Daniel Bertrand Benoît Hannah Megan Claire Gilbert Fatou Oliver Grace Priya Arjun
Chloé Inès Malik Théo Zoé Agnès Roland Simone Thomas Alice George Ruth Harriet Owen Noah Lena
Marek
""".split()  # noqa: SIM905
LAST = """
Roux Vidal Kaci Bessière Cayla Belkacem Mallet Lafon Durieux Teyssier Marchetti Chabert Cazals
Meunier Jolivet Sanchez Fontaine Trabelsi Bernard Cohen Astier Ravel Gineste Alary Vayssettes
Marre Durand Ouali Bousquet Granier Pons Maillot Garnier Verdier Rahmani Lacroix Passeron Bérard
Sow Blanchard Clément Hubert Roche Albouy Savy Ollivier Whitwell Firth Vasseur Raynaud Diallo
Ashworth Patel Hughes Thornton Nguyen Ferreira Kowalski Dubois Lefèvre Moreau Girard Mercier
Perrin Barbier Leclerc
""".split()  # noqa: SIM905
JOBS = (
    "Technicienne méthodes", "Ingénieur qualité", "Acheteuse", "Chargé d’affaires", "Soudeur",
    "Contrôleuse de gestion", "Développeur", "Cheffe d’équipe", "Conducteur de ligne", "Juriste",
    "Infirmière du travail", "Project manager", "Test engineer", "Planner", "Accountant",
    "Metrology technician", "Product owner", "Magasinier", "Formatrice", "Assistant commercial",
)  # fmt: skip
SKILLS = (
    "soudure", "étalonnage", "excel", "python", "8D", "achats", "sécurité", "coaching", "erp",
    "négociation", "métrologie", "german", "data", "budget", "logistique", "welding", "cad",
)  # fmt: skip
TOPICS = (
    "Qualité", "Achats", "Projet", "Maintenance", "Sécurité", "Logistique", "Formation", "Clients",
    "Données", "Bureau d’études", "Vélo", "Lecture", "Innovation", "Support", "Finance", "Quality",
    "Engineering", "Suppliers", "Training", "Onboarding", "Photo", "Jardin", "Climat", "Paie",
)  # fmt: skip
PLACES = (
    "Lyon", "Rodez", "Nantes", "Paris", "Leeds", "Lille", "Toulouse", "Brest", "Porto", "Gdańsk",
    "Nord", "Sud", "Atlas", "Boréal", "Cobalt", "Delta", "Horizon", "Iris", "Jupiter", "Lumière",
)  # fmt: skip
FRENCH = (
    ("Quelqu’un sait", "Je cherche", "On a compris", "Pour mémoire,", "Petit retour :", "Merci,"),
    ("pourquoi le banc", "comment le fournisseur", "que la nouvelle gamme", "si l’atelier",
     "ce que le client", "comment l’équipe du matin"),
    ("se dérègle après la pause", "a changé sans prévenir", "tient la cote à froid",
     "rend les pièces en retard", "demande depuis mardi", "s’y prend avec le vieux stock"),
    ("et je n’ose plus demander.", "alors qu’hier tout allait bien.", "photo à l’appui.",
     "si ça peut servir à d’autres.", "on en parle jeudi ?", "la réponse était dans le classeur."),
)  # fmt: skip
ENGLISH = (
    ("Does anyone know", "I am looking into", "We finally found out", "For the record,"),
    ("why the test bench", "how the supplier", "that the new routing", "whether the night shift",
     "what the customer"),
    ("drifts after lunch", "changed the drawing again", "holds tolerance when cold",
     "ships two days late", "has been asking since Tuesday"),
    ("and I was afraid to ask.", "although it worked yesterday.", "pictures to follow.",
     "in case it helps somebody.", "shall we talk on Thursday?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A text as COPY reads it."""

    title: str
    html: str
    text: str


def sentence(dice: random.Random) -> str:
    parts = FRENCH if dice.random() < 0.8 else ENGLISH
    return " ".join(dice.choice(part) for part in parts)


def texts(dice: random.Random, count: int, *, median: float, at_most: int) -> list[Said]:
    """`count` different texts whose number of sentences is lognormal around `median`."""
    return [_said(dice, median, at_most) for _ in range(count)]


def _said(dice: random.Random, median: float, at_most: int) -> Said:
    sentences = min(at_most, max(1, round(median * dice.lognormvariate(0, 0.8))))
    paragraphs: list[list[str]] = [[]]
    for _ in range(sentences):
        if len(paragraphs[-1]) >= 3:
            paragraphs.append([])
        paragraphs[-1].append(sentence(dice))
    lines = [" ".join(paragraph) for paragraph in paragraphs]
    title = sentence(dice).rsplit(" ", 3)[0] if dice.random() < 0.6 else ""
    html = "".join(f"<p>{line}</p>" for line in lines)
    return Said(escaped(title), escaped(html), escaped("\n".join(lines)))


def search_vector(strong: str, weak: str) -> str:
    """The text form of the tsvector that `core.search_column` would write."""
    places: dict[str, list[str]] = {}
    position = 0
    for text, weight in ((strong, "A"), (weak, "B")):
        for word in normalise(text).split():
            position += 1
            places.setdefault(word, []).append(f"{position}{weight}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
