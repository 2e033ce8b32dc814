//! Invented people of many naming traditions: given name, family name, second family name.

pub struct Tradition {
    pub women: Names,
    pub men: Names,
    pub family_of_women: Names,
    pub family_of_men: Names,
    pub second: bool,
}

type Names = &'static [&'static str];

const fn tradition(women: Names, men: Names, family: Names) -> Tradition {
    Tradition { women, men, family_of_women: family, family_of_men: family, second: false }
}

/// Enough names of each that namesakes are as rare as in a real town.
#[rustfmt::skip]
pub const TRADITIONS: &[Tradition] = &[
    tradition(&["Amelia", "Isla", "Freya", "Poppy", "Florence", "Martha", "Beatrice", "Hazel", "Imogen", "Nell"], &["Oliver", "George", "Harry", "Jack", "Arthur", "Edmund", "Rupert", "Stanley", "Hugh", "Alfie"], &["Smith", "Taylor", "Fairweather", "Ashdown", "Brightwell", "Cartwright", "Holloway", "Thornbury", "Whitlock", "Penrose", "Marsden", "Hartley", "Loxley", "Greenwood", "Ainsworth"]),
    tradition(&["Ada", "Ngozi", "Folake", "Amara", "Chidinma", "Yetunde", "Ifeoma", "Zainab"], &["Chinedu", "Emeka", "Tunde", "Obinna", "Kelechi", "Segun", "Babajide", "Uche"], &["Okafor", "Adeyemi", "Eze", "Balogun", "Nwosu", "Ogunleye", "Adebayo", "Onyeka", "Okonkwo", "Afolabi", "Ibekwe", "Danjuma"]),
    Tradition { second: true, ..tradition(&["María José", "Carmen", "Lucía", "Inés", "Pilar", "Rocío", "Marisol", "Beatriz"], &["Luis", "Javier", "Álvaro", "Íñigo", "Joaquín", "Andrés", "Tomás", "Rubén"], &["García", "Martínez", "Núñez", "Ibáñez", "Peña", "Muñoz", "Castaño", "Quiñones", "Sepúlveda", "Ordóñez", "Vélez", "Aguirre"]) },
    tradition(&["Lan", "Thị Hương", "Thu Hà", "Mai Anh", "Ngọc Bích", "Diệu Linh", "Thảo", "Quỳnh"], &["Minh", "Quang", "Đức", "Anh Tuấn", "Hữu Phước", "Khánh", "Trọng Nghĩa", "Văn Hùng"], &["Nguyễn", "Trần", "Phạm", "Đặng", "Hoàng", "Vũ", "Đỗ", "Bùi", "Lý", "Dương"]),
    Tradition { women: &["Małgorzata", "Zofia", "Agnieszka", "Jadwiga", "Katarzyna", "Grażyna", "Danuta", "Świętosława"], men: &["Jan", "Łukasz", "Paweł", "Grzegorz", "Mieczysław", "Zbigniew", "Krzysztof", "Wojciech"], family_of_women: &["Kowalska", "Wiśniewska", "Łukasiewicz", "Zając", "Dąbrowska", "Wójcik", "Jabłońska", "Gąsior", "Żuraw", "Piątek"], family_of_men: &["Kowalski", "Wiśniewski", "Łukasiewicz", "Zając", "Dąbrowski", "Wójcik", "Jabłoński", "Gąsior", "Żuraw", "Piątek"], second: false },
    tradition(&["Eva", "Käthe", "Annelie", "Gudrun", "Liesel", "Ännchen", "Rosalinde", "Ursel"], &["Jürgen", "Sören", "Björn", "Götz", "Kaspar", "Volker", "Matthäus", "Hinnerk"], &["Müller", "Schröder", "Größler", "Vogel", "von der Heide", "Böttcher", "Jäger", "Lindenbaum", "Weiß", "Köster", "Overbeck"]),
    tradition(&["Xiuying", "Fang", "Meiling", "Yanan", "Xia", "Ruolan", "Qing", "Lihua"], &["Wei", "Jun", "Haoran", "Zhiqiang", "Bo", "Tianyu", "Guang", "Longwei"], &["Wang", "Li", "Zhao", "Ouyang", "Zhang", "Xu", "Sun", "Ma", "Huang", "Situ"]),
    tradition(&["美咲", "陽子", "さくら", "結衣", "千代", "葵"], &["健太", "翔", "大輔", "蓮", "一郎", "直樹"], &["佐藤", "鈴木", "渡辺", "高橋", "小野寺", "長谷川", "五十嵐", "森"]),
    tradition(&["فاطمة", "ليلى", "نور", "مريم", "سلمى", "هدى"], &["محمد", "يوسف", "خالد", "طارق", "سامي", "عمر"], &["الهاشمي", "القاسم", "حداد", "المصري", "النجار", "بن يوسف", "الخطيب", "الزهراوي"]),
    tradition(&["Fatima", "Layla", "Khadija", "Samira", "Noura", "Hiba", "Rania"], &["Omar", "Yusuf", "Tariq", "Idris", "Bilal", "Karim", "Zakaria"], &["al-Hashimi", "Haddad", "ben Youssef", "El Idrissi", "Mansouri", "al-Qasimi", "Benali", "Chraibi", "Saidi"]),
    tradition(&["Asha", "Priya", "Lakshmi", "Anjali", "Meenakshi", "Kavita", "Sushila", "Nandini"], &["Rohan", "Vikram", "Arjun", "Suresh", "Harish", "Devendra", "Anand", "Kiran"], &["Patel", "Iyer", "Chatterjee", "Gupta", "Raghunathan", "Deshpande", "Venkataraman", "Kapoor", "Mukherjee", "Nair", "Bhattacharya"]),
    Tradition { women: &["Guðrún", "Sigríður", "Ásdís", "Þórunn", "Hrafnhildur", "Ólöf"], men: &["Þór", "Ásgeir", "Önundur", "Sæmundur", "Gísli", "Eiríkur"], family_of_women: &["Jónsdóttir", "Þorsteinsdóttir", "Sigurðardóttir", "Einarsdóttir", "Ólafsdóttir", "Björnsdóttir", "Egilsdóttir"], family_of_men: &["Jónsson", "Þorsteinsson", "Sigurðsson", "Einarsson", "Ólafsson", "Björnsson", "Egilsson"], second: false },
    tradition(&["Siobhán", "Caoimhe", "Gráinne", "Aoife", "Bríd", "Sadhbh"], &["Pádraig", "Niall", "Seán", "Cathal", "Tadhg", "Diarmuid"], &["O'Brien", "Mac Giolla Phádraig", "Ní Dhomhnaill", "O'Sullivan", "Ó Ceallaigh", "Fitzgerald", "MacNamara", "Kavanagh", "de Búrca"]),
    tradition(&["Ayşe", "Işıl", "Gülşen", "Zeynep", "Çiğdem", "Ebru"], &["Mehmet", "İbrahim", "Ömer", "Çağlar", "Kağan", "Uğur"], &["Yılmaz", "Çelik", "Şahin", "Doğan", "Öztürk", "Kılıç", "Güneş", "Aydın", "Erdoğdu"]),
    Tradition { women: &["Olena", "Iryna", "Oksana", "Halyna", "Лариса", "Соломія"], men: &["Mykola", "Taras", "Bohdan", "Ostap", "Андрій", "Юрій"], family_of_women: &["Шевченко", "Kovalenko", "Бондаренко", "Lysenko", "Ткаченко", "Bilyk", "Сковорода", "Melnychuk"], family_of_men: &["Шевченко", "Kovalenko", "Бондаренко", "Lysenko", "Ткаченко", "Bilyk", "Сковорода", "Melnychuk"], second: false },
    tradition(&["Ji-woo", "Seo-yeon", "Ha-eun", "Min-seo", "Yu-na", "So-yeon"], &["Min-jun", "Do-yun", "Ji-ho", "Hyun-woo", "Jae-won", "Seung-min"], &["Kim", "Park", "Choi", "Jeong", "Kang", "Yoon", "Lim", "Namgung"]),
    tradition(&["Sara", "Chiara", "Ginevra", "Letizia", "Fiammetta", "Noemi"], &["Giovanni", "Niccolò", "Raffaele", "Ettore", "Gianluca", "Michelangelo"], &["Rossi", "D'Angelo", "Bianchi", "De Santis", "Dell'Acqua", "Lo Presti", "Quaglia", "Sant'Elia", "Tommasi"]),
];

/// Few have them, and every screen has to bear them: very long names, and a single one.
#[rustfmt::skip]
pub const RARE: &[Tradition] = &[
    tradition(&["Maximiliane-Alexandra", "Clementine Wilhelmina", "Philippa Rosamund"], &["Wolfgang Amadeus Theophilus", "Bartholomew Constantine", "Ferdinand-Leopold"], &["Fürchtegott-Hohenberg", "Montgomery-Featherstonehaugh", "Wolfeschlegelstein-Hausenberger", "de la Fontaine-Beauregard"]),
    tradition(&["Wayan", "Suparti", "Kyi", "Tenzin", "Rehana", "Made"], &["Sukarno", "Teller", "Nyoman", "Thiha", "Ravi", "Ketut"], &[""]),
];
